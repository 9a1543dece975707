import { EXCHANGES_LIMITED, type ApiSummary, type ScopeDto } from "../apis/dto";
import { ALGORITHMS } from "../apis/limits";
import { createApi, deleteApi, setScopes, updateApi } from "../apis/mutations";
import { getApi, listApis } from "../apis/queries";
import { createApiSchema, deleteApiSchema, listApisSchema, setScopesSchema, updateApiSchema } from "../apis/schema";
import { builder } from "./builder";
import { given } from "./common";
import { connectionOf, pageInput } from "./connection";
import { parsed, required } from "./failure";
import { APITokenLimits, APITokenLimitsInput } from "./token-limits";
import { inTurns } from "./turns";

const JWTAlgorithm = builder.enumType("JWTAlgorithm", { values: ALGORITHMS });

const APIDefaults = builder.objectRef<ApiSummary["defaults"]>("APIDefaults").implement({
  description: "What holds for tokens with scopes of the API that are created or extended from then on.",
  fields: (t) => ({
    lifetimeDays: t.exposeInt("lifetimeDays", { nullable: true }),
    maxLifetimeDays: t.exposeInt("maxLifetimeDays", { nullable: true }),
    limits: t.field({
      type: APITokenLimits,
      description: "Those of a token that is created without any.",
      resolve: ({ limits }) => limits,
    }),
  }),
});

/** An API of the organization. `apiScopes` lists its scopes. */
const API = builder.objectRef<ApiSummary>("API").implement({
  fields: (t) => ({
    id: t.exposeID("id"),
    identifier: t.exposeString("identifier", { description: "The `aud` of its tokens." }),
    name: t.exposeString("name"),
    description: t.exposeString("description"),
    algorithm: t.field({ type: JWTAlgorithm, resolve: ({ algorithm }) => algorithm }),
    tokenPrefix: t.exposeString("tokenPrefix", { nullable: true, description: "Null: the deployment's." }),
    exchangesLimited: t.exposeBoolean("exchangesLimited", { description: EXCHANGES_LIMITED }),
    defaults: t.field({ type: APIDefaults, resolve: ({ defaults }) => defaults }),
    scopeCount: t.exposeInt("scopeCount"),
    createdAt: t.exposeString("createdAt"),
    updatedAt: t.exposeString("updatedAt"),
  }),
});

const APIScope = builder.objectRef<ScopeDto>("APIScope").implement({
  fields: (t) => ({ name: t.exposeString("name"), description: t.exposeString("description") }),
});

const APIConnection = connectionOf("API", API);

const APIScopeInput = builder.inputType("APIScopeInput", {
  fields: (t) => ({ name: t.string({ required: true }), description: t.string() }),
});
const APIDefaultsInput = builder.inputType("APIDefaultsInput", {
  fields: (t) => ({ lifetimeDays: t.int(), maxLifetimeDays: t.int(), limits: t.field({ type: APITokenLimitsInput }) }),
});
const CreateAPIInput = builder.inputType("CreateAPIInput", {
  fields: (t) => ({
    identifier: t.string({ required: true }),
    name: t.string({ required: true }),
    description: t.string(),
    scopes: t.field({ type: [APIScopeInput] }),
    algorithm: t.field({ type: JWTAlgorithm }),
    tokenPrefix: t.string(),
    exchangesLimited: t.boolean(),
    defaults: t.field({ type: APIDefaultsInput }),
  }),
});
const UpdateAPIInput = builder.inputType("UpdateAPIInput", {
  fields: (t) => ({
    id: t.id({ required: true }),
    name: t.string(),
    description: t.string(),
    algorithm: t.field({ type: JWTAlgorithm }),
    exchangesLimited: t.boolean(),
    defaults: t.field({ type: APIDefaultsInput }),
  }),
});
const SetAPIScopesInput = builder.inputType("SetAPIScopesInput", {
  fields: (t) => ({ id: t.id({ required: true }), scopes: t.field({ type: [APIScopeInput], required: true }) }),
});

type DefaultsInput = (typeof APIDefaultsInput)["$inferInput"];
/** Left out: no defaults of an API that is created, and those that an API has otherwise. */
function defaultsOf(defaults: DefaultsInput | null | undefined) {
  if (!defaults) return {};
  const { limits, ...lifetimes } = defaults;
  return { defaults: { ...given(lifetimes), ...(limits ? { limits: given(limits) } : {}) } };
}

type ScopeInput = (typeof APIScopeInput)["$inferInput"];
const scopesOf = (scopes: readonly ScopeInput[]) => scopes.map((scope) => ({ ...given(scope), name: scope.name }));

builder.queryFields((t) => ({
  api: t.field({
    type: API,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_, { id }, { actor }) => required(await getApi(actor, String(id))).api,
  }),
  apis: t.field({
    type: APIConnection,
    nullable: true,
    description: "The organization's APIs, by name.",
    args: { query: t.arg.string(), first: t.arg.int(), after: t.arg.string() },
    resolve: async (_, { query, ...args }, { actor }, info) =>
      required(await listApis(actor, parsed(listApisSchema, { search: query ?? "", ...pageInput(info, args) }))).page,
  }),
  apiScopes: t.field({
    type: [APIScope],
    nullable: true,
    description: "The scopes of an API, by name.",
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_, { id }, context, info) =>
      inTurns(required(await getApi(context.actor, String(id))).api.scopes, context, info),
  }),
}));

builder.mutationFields((t) => ({
  createAPI: t.field({
    type: API,
    nullable: true,
    args: { input: t.arg({ type: CreateAPIInput, required: true }) },
    resolve: async (_, { input: { scopes, defaults, ...input } }, { actor }) => {
      const { identifier, name } = input;
      const sent = { ...given(input), ...defaultsOf(defaults), scopes: scopesOf(scopes ?? []) };
      const wanted = parsed(createApiSchema, { ...sent, identifier, name });
      return required(await createApi(actor, wanted)).api;
    },
  }),
  updateAPI: t.field({
    type: API,
    nullable: true,
    args: { input: t.arg({ type: UpdateAPIInput, required: true }) },
    resolve: async (_, { input: { id, defaults, ...input } }, { actor }) => {
      const wanted = { ...given(input), ...defaultsOf(defaults), apiId: String(id) };
      return required(await updateApi(actor, parsed(updateApiSchema, wanted))).api;
    },
  }),
  setAPIScopes: t.field({
    type: API,
    nullable: true,
    description: "Replaces the scopes. A new scope with the name of a removed one is another one.",
    args: { input: t.arg({ type: SetAPIScopesInput, required: true }) },
    resolve: async (_, { input: { id, scopes } }, { actor }) =>
      required(await setScopes(actor, parsed(setScopesSchema, { apiId: String(id), scopes: scopesOf(scopes) }))).api,
  }),
  deleteAPI: t.id({
    nullable: true,
    description: "Deletes the API with its scopes; answers its id.",
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_, { id }, { actor }) => {
      required(await deleteApi(actor, parsed(deleteApiSchema, { apiId: String(id) })));
      return id;
    },
  }),
}));
