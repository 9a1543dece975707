import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { requireLiveOrganization } from "../access/authorization/require-organization";
import { factsOfLimits, limitsColumn } from "../access/limits/stored";
import { inRevokingTransaction } from "../access/token-cache/revoking-transaction";
import { appendAudit, type AuditEntry } from "../audit/append";
import { differences } from "../audit/differences";
import type { Tx } from "../platform/db";
import { isUniqueViolation } from "../platform/db/errors";
import { expectRow, inTransaction } from "../platform/db/transaction";
import { env } from "../platform/env";
import { publicOrigin } from "../platform/http/served-origin";
import { actOf, claimChange, completeForm, type FormAct, type FormUse } from "../platform/idempotency/form";
import { fail, requireVersion, type Result } from "../platform/result/result";
import { z } from "../platform/validation/zod";
import { requireConfirmation } from "../organizations/policy";
import { recordApiCutoff } from "../revocations/cutoffs";
import type { ApiDto } from "./dto";
import { mayRegister } from "./policy";
import { findApiRow, findScopes } from "./queries";
import { toApiDto, type ApiRow } from "./row";
import type { CreateApiInput, DeleteApiInput, SetScopesInput, UpdateApiInput } from "./schema";

/**
 * Registers an API with its scopes. Fails with `insufficient_scope`, `identifier_taken` and `prefix_taken` within the
 * organization, `invalid_input` for Latchkey's own address or prefix, and `not_found` if the organization was deleted
 * concurrently. A repeat of `form` with the same input gets the API that the first one registered.
 */
export async function createApi(actor: Actor, input: CreateApiInput, form?: FormUse): Promise<Result<{ api: ApiDto }>> {
  const decision = decide(actor, "api.write", { organizationId: actor.organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const allowed = mayRegister(input, { issuer: publicOrigin(), prefix: env().TOKEN_PREFIX });
  if (!allowed.ok) return allowed;
  try {
    return await inTransaction((tx) => insert(tx, actor, input, actOf(form, input)));
  } catch (error) {
    if (isUniqueViolation(error, "identifier")) return fail("identifier_taken", { field: "identifier" });
    if (isUniqueViolation(error, "refix")) return fail("prefix_taken", { field: "tokenPrefix" });
    throw error;
  }
}

const outcomeSchema = z.object({ apiId: z.uuid() });

/** The answer to a repeat of a form: the API as it is now. Null if the form is not a repeat. */
async function repeated(tx: Tx, actor: Actor, act: FormAct | undefined): Promise<Result<{ api: ApiDto }> | null> {
  const done = await claimChange(tx, act);
  if (done === null) return null;
  const locked = await lockApi(tx, actor, outcomeSchema.parse(done));
  return locked.ok ? { ok: true, api: toApiDto(locked.row, await findScopes(tx, locked.row)) } : locked;
}

/** Notes which API a form created or changed. */
const noted = (tx: Tx, act: FormAct | undefined, apiId: string) =>
  completeForm(tx, act, { apiId } satisfies z.output<typeof outcomeSchema>);

async function insert(
  tx: Tx,
  actor: Actor,
  input: CreateApiInput,
  act: FormAct | undefined,
): Promise<Result<{ api: ApiDto }>> {
  const repeat = await repeated(tx, actor, act);
  if (repeat) return repeat;
  const { organizationId } = actor;
  const live = await requireLiveOrganization(tx, organizationId);
  if (!live.ok) return live;
  const { identifier, name, description, algorithm, tokenPrefix, exchangesLimited, defaults, scopes } = input;
  const { id } = await tx.api.create({
    data: {
      organizationId,
      identifier,
      name,
      description,
      algorithm,
      tokenPrefix,
      exchangesLimited,
      ...columnsOf(defaults),
    },
    select: { id: true },
  });
  await tx.apiScope.createMany({ data: scopes.map((scope) => ({ organizationId, apiId: id, ...scope })) });
  await noted(tx, act, id);
  return audited(tx, actor, id, ({ name, identifier }) => ({
    action: "api.created",
    message: `Registered API “${name}”`,
    change: { name, identifier, scopes: names(scopes) },
  }));
}

/**
 * Changes the given fields of an API; its identifier and its token prefix never change. Fails with `not_found`,
 * `insufficient_scope`, `stale`. A repeat of `form` with the same input changes nothing and succeeds.
 */
export async function updateApi(actor: Actor, input: UpdateApiInput, form?: FormUse): Promise<Result<{ api: ApiDto }>> {
  const act = actOf(form, input);
  return inTransaction(async (tx) => {
    const repeat = await repeated(tx, actor, act);
    if (repeat) return repeat;
    const locked = await lockApi(tx, actor, input);
    if (!locked.ok) return locked;
    const { row } = locked;
    const { name, description, algorithm, exchangesLimited, defaults } = input;
    await tx.api.update({
      where: { id: row.id },
      data: {
        name,
        description,
        algorithm,
        exchangesLimited,
        ...(defaults ? columnsOf(defaults) : {}),
        version: { increment: 1 },
      },
    });
    await noted(tx, act, row.id);
    return audited(tx, actor, row.id, (changed) => ({
      action: "api.updated",
      message: `Edited API “${changed.name}”`,
      change: differences(factsOf(row), factsOf(changed)),
    }));
  });
}

const columnsOf = ({ limits, ...lifetimes }: CreateApiInput["defaults"]) => ({
  ...lifetimes,
  defaultLimits: limitsColumn(limits),
});

/** The editable fields, for the audit log. */
function factsOf({ name, description, algorithm, exchangesLimited, defaultLimits, ...lifetimes }: ApiRow) {
  const { lifetimeDays, maxLifetimeDays } = lifetimes;
  const limits = factsOfLimits(defaultLimits);
  return { name, description, algorithm, exchangesLimited, lifetimeDays, maxLifetimeDays, defaultLimits: limits };
}

const names = (scopes: readonly { readonly name: string }[]) => scopes.map(({ name }) => name);

/**
 * Replaces the scopes of an API. A scope whose name stays is the same one; a new scope with the name of a removed one
 * is another one. Tokens lose a removed scope everywhere before this returns. Fails with `not_found`,
 * `insufficient_scope`, `stale`. A repeat of `form` with the same input changes nothing and succeeds.
 */
export async function setScopes(actor: Actor, input: SetScopesInput, form?: FormUse): Promise<Result<{ api: ApiDto }>> {
  const act = actOf(form, input);
  return inRevokingTransaction(async (tx, publishInvalidation) => {
    const repeat = await repeated(tx, actor, act);
    if (repeat) return repeat;
    const locked = await lockApi(tx, actor, input);
    if (!locked.ok) return locked;
    const { id: apiId, organizationId } = locked.row;
    const held = new Map((await findScopes(tx, locked.row)).map((scope) => [scope.name, scope]));
    const wanted = new Set(names(input.scopes));
    const added = input.scopes.filter(({ name }) => !held.has(name));
    const removed = [...held.values()].filter(({ name }) => !wanted.has(name));
    const described = input.scopes.filter(
      ({ name, description }) => held.has(name) && held.get(name)?.description !== description,
    );
    await tx.$executeRaw`UPDATE "ApiScope" SET "removedAt" = clock_timestamp()
      WHERE "organizationId" = ${organizationId} AND "id" = ANY(${removed.map(({ id }) => id)}::uuid[])`;
    if (removed.length > 0) publishInvalidation({ organizationId, apiIds: [apiId] });
    await tx.apiScope.createMany({ data: added.map((scope) => ({ organizationId, apiId, ...scope })) });
    await tx.$executeRaw`UPDATE "ApiScope" s SET "description" = v."description"
      FROM unnest(${names(described)}::text[], ${described.map(({ description }) => description)}::text[])
        AS v("name", "description")
      WHERE s."organizationId" = ${organizationId} AND s."apiId" = ${apiId}::uuid AND s."removedAt" IS NULL
        AND s."name" = v."name"`;
    await tx.api.update({ where: { id: apiId }, data: { version: { increment: 1 } } });
    await noted(tx, act, apiId);
    const event = {
      action: "api.scopes_set",
      message: `Set scopes of API “${locked.row.name}”`,
      change: { added: names(added), removed: names(removed), described: names(described) },
    };
    const { identifier } = locked.row;
    return audited(
      tx,
      actor,
      apiId,
      () => event,
      async (sequence) => recordApiCutoff(tx, organizationId, sequence, { apiId, identifier, scopes: names(removed) }),
    );
  });
}

/**
 * Deletes an API with its scopes. Tokens lose them everywhere before this returns. Its row stays, and its identifier
 * can be registered again. Fails with `not_found`, `insufficient_scope`, `stale`, and `invalid_input` if the typed name
 * does not match.
 */
export async function deleteApi(actor: Actor, input: DeleteApiInput): Promise<Result> {
  return inRevokingTransaction(async (tx, publishInvalidation) => {
    const locked = await lockApi(tx, actor, input);
    if (!locked.ok) return locked;
    const { id, name, identifier, organizationId } = locked.row;
    const confirmed = requireConfirmation(input.confirmName, name);
    if (!confirmed.ok) return confirmed;
    await tx.$executeRaw`UPDATE "Api"
      SET "deletedAt" = clock_timestamp(), "updatedAt" = now(), "version" = "version" + 1
      WHERE "organizationId" = ${organizationId} AND "id" = ${id}::uuid`;
    await tx.$executeRaw`UPDATE "ApiScope" SET "removedAt" = clock_timestamp()
      WHERE "organizationId" = ${organizationId} AND "apiId" = ${id}::uuid AND "removedAt" IS NULL`;
    publishInvalidation({ organizationId, apiIds: [id] });
    const sequence = await audit(tx, actor, id, {
      action: "api.deleted",
      message: `Deleted API “${name}”`,
      change: { name, identifier },
    });
    await recordApiCutoff(tx, organizationId, sequence, { apiId: id, identifier, scopes: null });
    return { ok: true };
  });
}

/**
 * Locks an API for a change, after authorizing `api.write`. A foreign or deleted one is `not_found` for every actor.
 */
async function lockApi(
  tx: Tx,
  actor: Actor,
  { apiId, version }: { readonly apiId: string; readonly version?: number | undefined },
): Promise<Result<{ row: ApiRow }>> {
  const { organizationId } = actor;
  if (!(await findApiRow(tx, organizationId, apiId))) return fail("not_found");
  const decision = decide(actor, "api.write", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  await tx.$queryRaw`SELECT 1 FROM "Api" WHERE "organizationId" = ${organizationId} AND "id" = ${apiId}::uuid
    FOR NO KEY UPDATE`;
  const row = await findApiRow(tx, organizationId, apiId);
  if (!row) return fail("not_found");
  const seen = requireVersion(row, version);
  return seen.ok ? { ok: true, row } : seen;
}

type ApiEvent = Pick<AuditEntry, "action" | "message" | "change">;

/** Reads the API as it is now, and appends its event. `follow` writes what goes under the event's sequence. */
async function audited(
  tx: Tx,
  actor: Actor,
  apiId: string,
  describe: (row: ApiRow) => ApiEvent,
  follow?: (sequence: bigint) => Promise<void>,
): Promise<Result<{ api: ApiDto }>> {
  const row = expectRow(await findApiRow(tx, actor.organizationId, apiId), "API");
  const api = toApiDto(row, await findScopes(tx, row));
  const sequence = await audit(tx, actor, apiId, describe(row));
  await follow?.(sequence);
  return { ok: true, api };
}

async function audit(tx: Tx, actor: Actor, apiId: string, event: ApiEvent): Promise<bigint> {
  return appendAudit(tx, { chain: actor.organizationId, actor, resource: { kind: "api", id: apiId }, ...event });
}
