import { z } from "@hono/zod-openapi";
import { apiDtoSchema, apiSummarySchema, type ApiDto } from "../apis/dto";
import { createApi, deleteApi, setScopes, updateApi } from "../apis/mutations";
import { getApi, listApis } from "../apis/queries";
import { createApiSchema, setScopesSchema, updateApiSchema } from "../apis/schema";
import { type Result } from "../platform/result/result";
import type { ApiApp } from "./context";
import { addOperation, created, done, etagOf, ok } from "./operation";
import { listOf, pageQuery, search, toList, toPageInput } from "./operation/lists";

const apiSchema = apiDtoSchema.openapi("Api");
const inListSchema = apiSummarySchema.openapi("ApiSummary", { description: "An API without its scopes." });

const path = "/api/v1/apis/{apiId}";
const tag = "APIs";

const answer = (result: Result<{ api: ApiDto }>) => (result.ok ? ok(result.api, etagOf(result.api.version)) : result);

/** `/api/v1/apis`: the organization's own APIs, and their scopes. */
export function addApis(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path: "/api/v1/apis",
    operationId: "listApis",
    needs: "api.read",
    tag,
    summary: "The organization's APIs, by name",
    query: z.strictObject({ search, ...pageQuery }),
    success: { 200: "A page of APIs." },
    answers: listOf(inListSchema, "Apis"),
    run: async ({ actor, query }) => {
      const result = await listApis(actor, toPageInput(query));
      return result.ok ? ok(toList(result.page, (api) => api)) : result;
    },
  });
  addOperation(app, {
    method: "post",
    path: "/api/v1/apis",
    operationId: "createApi",
    needs: "api.write",
    tag,
    summary: "Register an API",
    description:
      "The identifier (RFC 8707) is the `aud` of its tokens. It is unique in the organization and never changes, " +
      "like the token prefix.",
    input: createApiSchema.strict().openapi("CreateApi"),
    success: { 201: "The API." },
    answers: apiSchema,
    etag: true,
    run: async ({ actor, input }) => {
      const result = await createApi(actor, input);
      return result.ok ? created(result.api, `/api/v1/apis/${result.api.id}`, etagOf(result.api.version)) : result;
    },
  });
  addOneApi(app);
  addScopes(app);
}

function addOneApi(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path,
    operationId: "getApi",
    needs: "api.read",
    tag,
    summary: "One API with its scopes",
    success: { 200: "The API." },
    answers: apiSchema,
    etag: true,
    run: async ({ actor, param }) => answer(await getApi(actor, param("apiId"))),
  });
  addOperation(app, {
    method: "patch",
    path,
    operationId: "updateApi",
    needs: "api.write",
    tag,
    summary: "Change an API; what is left out stays",
    input: updateApiSchema.omit({ apiId: true, version: true }).strict().openapi("UpdateApi"),
    success: { 200: "The API." },
    answers: apiSchema,
    etag: true,
    ifMatch: true,
    run: async ({ actor, param, input, version }) =>
      answer(await updateApi(actor, { ...input, apiId: param("apiId"), version })),
  });
  addOperation(app, {
    method: "delete",
    path,
    operationId: "deleteApi",
    needs: "api.write",
    tag,
    summary: "Delete an API with its scopes",
    description: "`GET /api/v1/tokens?api=<identifier>&sort=lastUsed` has the tokens that lose them.",
    success: { 204: "It is gone." },
    answers: null,
    ifMatch: true,
    run: async ({ actor, param, version }) => {
      const result = await deleteApi(actor, { apiId: param("apiId"), version });
      return result.ok ? done : result;
    },
  });
}

function addScopes(app: ApiApp): void {
  addOperation(app, {
    method: "put",
    path: `${path}/scopes`,
    operationId: "setApiScopes",
    needs: "api.write",
    tag,
    summary: "Replace the scopes of an API",
    description:
      "A scope that is left out is removed: `GET /api/v1/tokens?api=<identifier>&scope=<name>&sort=lastUsed` has the " +
      "tokens that lose it. A later one of the same name is another scope: no token has it until it is granted again.",
    input: setScopesSchema.pick({ scopes: true }).strict().openapi("SetApiScopes"),
    success: { 200: "The API." },
    answers: apiSchema,
    etag: true,
    ifMatch: true,
    run: async ({ actor, param, input, version }) =>
      answer(await setScopes(actor, { ...input, apiId: param("apiId"), version })),
  });
}
