import { PERMISSION_LABELS } from "../access/authorization/labels";
import type { Permission } from "../access/authorization/permissions";
import { tokenDtoSchema, type TokenDto } from "../tokens/dto";
import { getToken, listTokens } from "../tokens/queries";
import { listTokensSchema, subjectInputSchema } from "../tokens/schema";
import { getSubjectLimits } from "../tokens/subject-limits";
import { builder } from "./builder";
import { directionOf, OrderDirection } from "./common";
import { connectionOf, pageInput } from "./connection";
import { parsed, refusal, required } from "./failure";
import { scalarFields } from "./from-schema";
import { named, spaceNamedBy, roleMrn, containerMrn, spaceOfContainer, tokenMrn } from "./names";
import { APITokenLimits } from "./token-limits";
import { inTurns } from "./turns";
import type { TokenActor } from "../access/authorization/actor";

/** A permission of a token. */
const Role = builder.objectRef<Permission>("Role").implement({
  fields: (t) => ({
    mrn: t.string({ resolve: roleMrn }),
    name: t.string({ resolve: (permission) => PERMISSION_LABELS[permission].name }),
  }),
});

const spaceIdOf = ({ space }: TokenDto): string | null => space?.id ?? null;

const APIGrant = builder.objectRef<TokenDto["grants"][number]>("APIGrant").implement({
  description: "The scopes that a token has of one API of the organization.",
  fields: (t) => ({
    api: t.exposeString("api", { description: "The API's identifier." }),
    scopes: t.exposeStringList("scopes"),
  }),
});

const APIIssue = builder.objectRef<TokenDto["issues"][number]>("APIIssue").implement({
  description: "An API whose scopes an Issuer gives to tokens.",
  fields: (t) => ({
    api: t.exposeString("api", { description: "The API's identifier." }),
    scopes: t.stringList({ nullable: true, description: "Null: all.", resolve: ({ scopes }) => scopes }),
  }),
});

/** An API token, without its secret. */
export const APIToken = builder.objectRef<TokenDto>("APIToken").implement({
  fields: (t) => ({
    ...scalarFields(t, tokenDtoSchema),
    id: t.exposeID("id"),
    mrn: t.string({ resolve: (token, _, { actor }) => tokenMrn(actor, { id: token.id, spaceId: spaceIdOf(token) }) }),
    scopeMrn: t.string({ resolve: (token, _, { actor }) => containerMrn(actor, spaceIdOf(token)) }),
    roles: t.field({
      type: [Role],
      resolve: ({ permissions }, _, context, info) => inTurns(permissions, context, info),
    }),
    grants: t.field({
      type: [APIGrant],
      description: "Its scopes of the organization's APIs.",
      resolve: ({ grants }, _, context, info) => inTurns(grants, context, info),
    }),
    issues: t.field({
      type: [APIIssue],
      description: "For an Issuer.",
      resolve: ({ issues }, _, context, info) => inTurns(issues, context, info),
    }),
    verifies: t.stringList({
      nullable: true,
      description: "For a Verifier: the APIs that it is bound to, by their identifiers. Null: not bound.",
      resolve: ({ verifies }) => verifies,
    }),
    metadata: t.string({
      description: "A JSON object. The token's holder can read it.",
      resolve: ({ metadata }) => JSON.stringify(metadata),
    }),
    limits: t.field({ type: APITokenLimits, description: "Its own limits.", resolve: ({ limits }) => limits }),
    lastUsedAt: t.string({ nullable: true, resolve: ({ lastUsed }) => lastUsed?.at }),
  }),
});

const APITokenConnection = connectionOf("APIToken", APIToken);

const SORTS = { NAME: "name", LAST_USED: "lastUsed", CREATED_AT: "created" } as const;
const APITokenOrderField = builder.enumType("APITokenOrderField", {
  values: Object.keys(SORTS) as (keyof typeof SORTS)[],
});
const APITokenOrder = builder.inputType("APITokenOrder", {
  fields: (t) => ({
    direction: t.field({ type: OrderDirection, required: true }),
    field: t.field({ type: APITokenOrderField, required: true }),
  }),
});

/**
 * The token with this MRN that the actor may see, revoked ones included. It must belong to the space or organization in
 * the MRN.
 */
export async function requireToken(actor: TokenActor, mrn: string): Promise<TokenDto> {
  const { id, container } = named(mrn, "apitoken");
  const spaceId = spaceOfContainer(actor, container);
  const { token } = required(await getToken(actor, id));
  if (spaceIdOf(token) !== spaceId) throw refusal("not_found");
  return token;
}

builder.queryFields((t) => ({
  apiToken: t.field({
    type: APIToken,
    nullable: true,
    args: { mrn: t.arg.string({ required: true }) },
    resolve: (_, { mrn }, { actor }) => requireToken(actor, mrn),
  }),
  apiTokenSubjectLimits: t.field({
    type: APITokenLimits,
    nullable: true,
    description: "The limits that all tokens for a subject share.",
    args: { subject: t.arg.string({ required: true }) },
    resolve: async (_, { subject }, { actor }) =>
      required(await getSubjectLimits(actor, parsed(subjectInputSchema, { subject }))).limits,
  }),
  apiTokens: t.field({
    type: APITokenConnection,
    nullable: true,
    description:
      "Tokens that are not revoked. Without `scopeMrn` all within reach; with an organization's the " +
      "organization-wide ones; with a space's those of that space.",
    args: {
      scopeMrn: t.arg.string(),
      query: t.arg.string(),
      subject: t.arg.string(),
      unusedDays: t.arg.int({ description: listTokensSchema.shape.unusedDays.description }),
      first: t.arg.int(),
      after: t.arg.string(),
      orderBy: t.arg({ type: APITokenOrder }),
    },
    resolve: async (_, { query, subject, unusedDays, orderBy, ...args }, { actor }, info) => {
      const access = args.scopeMrn ? { spaceAccess: spaceNamedBy(actor, args.scopeMrn) ?? "organization" } : {};
      const filter = { search: query ?? "", unusedDays: unusedDays ?? undefined, ...(subject ? { subject } : {}) };
      const order = orderBy ? { sort: SORTS[orderBy.field], direction: directionOf(orderBy.direction) } : {};
      return required(
        await listTokens(actor, parsed(listTokensSchema, { ...access, ...filter, ...order, ...pageInput(info, args) })),
      ).page;
    },
  }),
}));
