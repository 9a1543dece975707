import type { Page } from "../platform/paging/page";
import type { GraphQLResolveInfo } from "graphql";
import type { ContentDto } from "../content/dto";
import { POLICIES, QUERYPACKS, type ContentKindFacts } from "../content/kind";
import { listContent } from "../content/queries";
import { listContentSchema } from "../content/schema";
import { downloadPolicy } from "../content/policy-queries";
import { downloadQueryPack } from "../content/querypack-queries";
import { builder } from "./builder";
import { directionOf, OrderDirection } from "./common";
import { connectionOf, EMPTY, pageInput } from "./connection";
import { requireNamed, requireOneNamed } from "./content-input";
import { parsed, refusal, required } from "./failure";
import { named, spaceNamedBy, containerMrn, spaceMrn } from "./names";
import type { TokenActor } from "../access/authorization/actor";

/** `inSpace`: the space whose assignment is shown; null for none. */
export interface SeenContent extends ContentDto {
  readonly inSpace: string | null;
}

const seenIn =
  (inSpace: string | null) =>
  (item: ContentDto): SeenContent => ({ ...item, inSpace });

export const PolicyAction = builder.enumType("PolicyAction", { values: ["ACTIVE", "IGNORE"] as const });

const content = (name: string) =>
  builder.objectRef<SeenContent>(name).implement({
    fields: (t) => ({
      mrn: t.exposeString("mrn"),
      uid: t.exposeString("uid"),
      name: t.exposeString("name"),
      version: t.exposeString("version", { nullable: true }),
      scopeMrn: t.string({ resolve: ({ spaceId }, _, { actor }) => containerMrn(actor, spaceId) }),
      assigned: t.boolean({
        description: "Whether the space says something about it; `action` tells what.",
        resolve: ({ assignment }) => assignment !== null,
      }),
      action: t.field({ type: PolicyAction, nullable: true, resolve: ({ assignment }) => assignment }),
      assignedScope: t.string({ nullable: true, resolve: (item) => assignedScopeOf(item) }),
      isPublic: t.boolean({ description: "Always false: everything here was uploaded.", resolve: () => false }),
      createdAt: t.exposeString("createdAt"),
      updatedAt: t.exposeString("updatedAt"),
      updatedBy: t.exposeString("updatedBy"),
      docs: t.string({ description: "The beginning of `docs.desc`.", resolve: ({ description }) => description }),
      checks: t.exposeInt("checks"),
      queries: t.exposeInt("queries"),
    }),
  });

function assignedScopeOf({ assignment, spaceId, inSpace }: SeenContent): string | null {
  const space = spaceId ?? inSpace;
  return assignment === null || space === null ? null : spaceMrn(space);
}

export const Policy = content("Policy");
export const QueryPack = content("QueryPack");

const Content = builder.unionType("Content", {
  types: [Policy, QueryPack],
  resolveType: ({ kind }) => (kind === "policy" ? Policy : QueryPack),
});

const ContentConnection = connectionOf<SeenContent>("Content", Content);
const PolicyConnection = connectionOf<SeenContent>("Policy", Policy);

const SORTS = { NAME: "name", UPDATED_AT: "updated" } as const;
const ContentOrderField = builder.enumType("ContentOrderField", {
  values: Object.keys(SORTS) as (keyof typeof SORTS)[],
});
const ContentOrder = builder.inputType("ContentOrder", {
  fields: (t) => ({
    direction: t.field({ type: OrderDirection, required: true }),
    field: t.field({ type: ContentOrderField, required: true }),
  }),
});

const CATALOG = {
  ALL: [POLICIES, QUERYPACKS],
  POLICY: [POLICIES],
  QUERYPACK: [QUERYPACKS],
  QUERY: [POLICIES],
} as const satisfies Record<string, readonly ContentKindFacts[]>;
const CatalogType = builder.enumType("CatalogType", { values: Object.keys(CATALOG) as (keyof typeof CATALOG)[] });

const ContentSearchInput = builder.inputType("ContentSearchInput", {
  fields: (t) => ({
    scopeMrn: t.string({ required: true }),
    catalogType: t.field({ type: CatalogType, required: true }),
    assignedOnly: t.boolean(),
    includePrivate: t.boolean({ description: "False: nothing, for everything here is private." }),
    includePublic: t.boolean(),
    query: t.string(),
    after: t.string(),
    limit: t.int({ defaultValue: 100, description: "More than 200 is 200." }),
    orderBy: t.field({ type: ContentOrder }),
  }),
});

const ActivePoliciesInput = builder.inputType("ActivePoliciesInput", {
  fields: (t) => ({
    scopeMrn: t.string({ required: true }),
    query: t.string(),
    orderBy: t.field({ type: ContentOrder }),
    after: t.string(),
    limit: t.int({ defaultValue: 200 }),
  }),
});

const PolicyInput = builder.inputType("PolicyInput", {
  fields: (t) => ({ mrn: t.string({ required: true }), spaceMrn: t.string() }),
});
const DownloadBundleInput = builder.inputType("DownloadBundleInput", {
  fields: (t) => ({ mrn: t.string({ required: true }) }),
});

const PolicyBundleYaml = builder
  .objectRef<{ yaml: string }>("PolicyBundleYaml")
  .implement({ fields: (t) => ({ yaml: t.exposeString("yaml") }) });
const DownloadBundlePayload = builder.unionType("DownloadBundlePayload", {
  types: [PolicyBundleYaml],
  resolveType: () => PolicyBundleYaml,
});

/** The actor and the arguments of a list. */
interface Asking {
  readonly actor: TokenActor;
  readonly info: GraphQLResolveInfo;
}

interface Search {
  scopeMrn: string;
  query?: string | null;
  after?: string | null;
  limit?: number | null;
  orderBy?: { field: keyof typeof SORTS; direction: "ASC" | "DESC" } | null;
}

async function search(
  { actor, info }: Asking,
  kinds: readonly ContentKindFacts[],
  { query, after, limit, orderBy, ...input }: Search,
  assignedOnly: boolean,
): Promise<Page<SeenContent>> {
  const spaceId = spaceNamedBy(actor, input.scopeMrn);
  const order = orderBy ? { sort: SORTS[orderBy.field], direction: directionOf(orderBy.direction) } : {};
  const filter = { search: query ?? "", assigned: assignedOnly ? (["ACTIVE", "IGNORE"] as const).slice() : [] };
  const { page } = required(
    await listContent(
      kinds,
      actor,
      parsed(listContentSchema, {
        spaceId,
        ...filter,
        ...order,
        ...pageInput(info, { first: limit, after }, { defaultSize: 100, named: "limit" }),
      }),
    ),
  );
  return { ...page, items: page.items.map(seenIn(spaceId)) };
}

/** The uploaded file. Uploads are always UTF-8. */
async function download(actor: TokenActor, mrn: string): Promise<{ yaml: string }> {
  const [group] = await requireNamed(actor, [mrn], { to: "read" });
  const [item] = group?.items ?? [];
  if (!item) throw refusal("not_found");
  const { file } = required(await (item.kind === "policy" ? downloadPolicy : downloadQueryPack)(actor, item.id));
  return { yaml: Buffer.from(file.bytes).toString() };
}

builder.queryFields((t) => ({
  policy: t.field({
    type: Policy,
    nullable: true,
    args: { input: t.arg({ type: PolicyInput, required: true }) },
    resolve: async (_, { input }, { actor }) => {
      const inSpace = input.spaceMrn ? named(input.spaceMrn, "space").id : undefined;
      return seenIn(inSpace ?? null)(await requireOneNamed(actor, input.mrn, "policy", { to: "read", inSpace }));
    },
  }),
  content: t.field({
    type: ContentConnection,
    nullable: true,
    description:
      "What a space sees, organization-wide content included; or, of an organization, the organization-wide.",
    args: { input: t.arg({ type: ContentSearchInput, required: true }) },
    resolve: async (_, { input }, { actor }, info) => {
      const page = await search({ actor, info }, CATALOG[input.catalogType], input, input.assignedOnly ?? false);
      return input.catalogType === "QUERY" || input.includePrivate === false ? EMPTY : page;
    },
  }),
  activePolicies: t.field({
    type: PolicyConnection,
    nullable: true,
    description: "The policies that the space says something about: `action` tells whether it uses or ignores them.",
    args: { input: t.arg({ type: ActivePoliciesInput, required: true }) },
    resolve: (_, { input }, { actor }, info) => search({ actor, info }, [POLICIES], input, true),
  }),
  downloadBundle: t.field({
    type: DownloadBundlePayload,
    nullable: true,
    description: "The bundle that a policy or a query pack came in, as it was uploaded.",
    args: { input: t.arg({ type: DownloadBundleInput, required: true }) },
    resolve: (_, { input }, { actor }) => download(actor, input.mrn),
  }),
}));
