import type { Page } from "../platform/paging/page";
import type { AuditEventDto } from "../audit/dto";
import { findTokenSpaces } from "../audit/queries";
import { listAuditEvents, requireAuditOf } from "../audit/queries";
import { listAuditEventsSchema, type ListAuditEventsInput } from "../audit/schema";
import type { TokenActor } from "../access/authorization/actor";
import { formatMrn } from "../mrn";
import { builder, once, type GraphqlContext } from "./builder";
import { directionOf, OrderDirection } from "./common";
import { connectionOf, pageInput } from "./connection";
import { parsed, required } from "./failure";
import { named, spaceNamedBy, organizationMrn, spaceMrn, tokenMrn } from "./names";

/** An event, with the ids of all acting tokens on its page, so that their spaces are read with one query. */
interface Event extends AuditEventDto {
  readonly tokens: readonly string[];
}

const AuditIdentity = builder.objectRef<Event>("AuditIdentity").implement({
  fields: (t) => ({
    name: t.string({ resolve: ({ actor }) => actor.name }),
    mrn: t.string({
      nullable: true,
      description: "Null for the system.",
      resolve: (event, _, context) => identityMrn(event, context),
    }),
  }),
});

async function identityMrn({ actor: { kind, id }, tokens }: Event, context: GraphqlContext): Promise<string | null> {
  if (id === null || kind === "system") return null;
  if (kind === "user") return formatMrn({ kind: "user", id });
  const spaces = await once(context, `token spaces ${tokens.join()}`, () => findTokenSpaces(context.actor, tokens));
  return tokenMrn(context.actor, { id, spaceId: spaces.get(id) ?? null });
}

const AuditLogEvent = builder.objectRef<Event>("AuditLogEvent").implement({
  fields: (t) => ({
    identity: t.field({ type: AuditIdentity, resolve: (event) => event }),
    resource: t.string({
      description: "The MRN of what it happened to, or its kind and id.",
      resolve: (event, _, { actor }) => resourceOf(event, actor),
    }),
    action: t.exposeString("action"),
    timestamp: t.string({ description: "RFC 3339.", resolve: ({ at }) => at }),
    msg: t.string({ resolve: ({ message }) => message }),
  }),
});

function resourceOf({ resource: { kind, id }, spaceId }: AuditEventDto, actor: TokenActor): string {
  if (kind === "organization") return organizationMrn(id);
  if (kind === "space") return spaceMrn(id);
  if (kind === "token") return tokenMrn(actor, { id, spaceId });
  if (kind === "user") return formatMrn({ kind: "user", id });
  return kind === "asset" && spaceId !== null ? formatMrn({ kind: "asset", spaceId, id }) : `${kind}/${id}`;
}

const AuditLogConnection = connectionOf("AuditLogEvent", AuditLogEvent);

const AuditLogOrderField = builder.enumType("AuditLogOrderField", { values: ["TIMESTAMP"] as const });
const AuditLogOrder = builder.inputType("AuditLogOrder", {
  fields: (t) => ({
    direction: t.field({ type: OrderDirection, required: true }),
    field: t.field({ type: AuditLogOrderField, required: true }),
  }),
});
const TimestampOperator = builder.enumType("TimestampOperator", { values: ["GT", "LT"] as const });
const TimestampFilter = builder.inputType("TimestampFilter", {
  fields: (t) => ({
    timestamp: t.string({ required: true }),
    operator: t.field({ type: TimestampOperator, required: true }),
  }),
});
const IdentityFilter = builder.inputType("IdentityFilter", { fields: (t) => ({ mrn: t.string(), name: t.string() }) });

interface Filters {
  timestampFilter?: { timestamp: string; operator: "GT" | "LT" } | null;
  identityFilter?: { mrn?: string | null; name?: string | null } | null;
  actionFilter?: string | null;
}

function filterOf(spaceId: string | null, { timestampFilter, identityFilter, actionFilter }: Filters) {
  return {
    ...(spaceId === null ? {} : { spaceId }),
    ...(timestampFilter ? { [timestampFilter.operator === "GT" ? "after" : "before"]: timestampFilter.timestamp } : {}),
    ...(identityFilter?.mrn ? { actorId: named(identityFilter.mrn, "user", "apitoken").id } : {}),
    ...(identityFilter?.name ? { actorName: identityFilter.name } : {}),
    ...(actionFilter ? { action: actionFilter } : {}),
  };
}

/** The events of a resource. A token of one space cannot read the organization's events. */
async function read(actor: TokenActor, spaceId: string | null, input: ListAuditEventsInput): Promise<Page<Event>> {
  required(await requireAuditOf(actor, spaceId));
  const { page } = required(await listAuditEvents(actor, input));
  const tokens = [
    ...new Set(
      page.items.flatMap((event) => (event.actor.kind === "token" && event.actor.id !== null ? [event.actor.id] : [])),
    ),
  ];
  return { ...page, items: page.items.map((event) => ({ ...event, tokens })) };
}

builder.queryField("auditlog", (t) =>
  t.field({
    type: AuditLogConnection,
    nullable: true,
    description: "What happened to an organization or a space.",
    args: {
      resourceMrn: t.arg.string({ required: true }),
      first: t.arg.int(),
      after: t.arg.string(),
      orderBy: t.arg({ type: AuditLogOrder, defaultValue: { direction: "DESC", field: "TIMESTAMP" } }),
      timestampFilter: t.arg({ type: TimestampFilter }),
      identityFilter: t.arg({ type: IdentityFilter }),
      actionFilter: t.arg.string({ description: "How the dotted action begins." }),
    },
    resolve: (_, { resourceMrn, orderBy, first, after, ...filters }, { actor }, info) => {
      const spaceId = spaceNamedBy(actor, resourceMrn);
      const direction = directionOf(orderBy?.direction ?? "DESC");
      const input = { filter: filterOf(spaceId, filters), direction, ...pageInput(info, { first, after }) };
      return read(actor, spaceId, parsed(listAuditEventsSchema, input));
    },
  }),
);
