import Ajv2020, { type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { beforeAll, describe, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { PERMISSION_LABELS } from "../authorization/labels";
import { permissionsFor } from "../authorization/permissions";
import { app } from "./app";
import { PROBLEMS } from "./problem";
import { call } from "./testing/call";
import { idOf, OPERATIONS, type Operation } from "./testing/operations";
import { createWorld, type World } from "./testing/world";

useTestDatabase();

interface Described {
  readonly operationId: string;
  readonly description?: string;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

/** Operations of other surfaces, which have tests of their own. */
const ELSEWHERE = ["getOwnToken", "isLive", "isReady", "forwardAuth", "exchangeToken", "introspectToken", "revokePresentedToken", "getAuthorizationServerMetadata", "getSigningKeys", "listRevocations", "runGraphql", "runGraphqlCompatibly"];
/** What is no operation of the token API: the document itself, and what has its own token. */
const UNDESCRIBED = ["GET /api/v1/openapi.json", "GET /api/metrics"];

let world: World;
let document: Document;
let ajv: Ajv2020;
let operations: Map<string, Described>;

beforeAll(async () => {
  world = await createWorld();
  document = (await (await call("GET", "/api/v1/openapi.json")).json()) as Document;
  operations = new Map(Object.values(document.paths).flatMap((methods) => Object.values(methods).map((operation) => [operation.operationId, operation])));
  ajv = new Ajv2020({ strict: false, allErrors: true });
  formats(ajv);
  ajv.addSchema({ ...document, $id: "document" });
});

/** The validator of what an operation says it answers; undefined where it says nothing of that status and type. */
function validator(operationId: string, response: Response): ValidateFunction | "empty" | undefined {
  const responses = operations.get(operationId)?.responses ?? {};
  const type = response.headers.get("content-type")?.split(";")[0];
  const described = responses[response.status] ?? responses[`${Math.floor(response.status / 100)}XX`];
  if (described && !described.content) return "empty";
  const schema = described?.content?.[type ?? ""]?.schema;
  return schema && ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')) as object);
}

async function expectAsDescribed(operationId: string, response: Response): Promise<void> {
  const validate = validator(operationId, response);
  const text = await response.text();
  if (validate === "empty") return expect(text).toBe("");
  if (!validate) return expect.fail(`${operationId} does not describe ${response.status} ${response.headers.get("content-type")}`);
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  validate(isJson ? JSON.parse(text) : text);
  expect(validate.errors ?? []).toEqual([]);
}

describe("the description is what the API does", () => {
  test.each(OPERATIONS.map((operation): [string, Operation] => [operation.name, operation]))("%s answers as described, when it succeeds and when it is refused", async (_name, operation) => {
    const { places, secret } = operation.fatal ? await createWorld() : world;
    const permission = operation.action === "report.write" ? "agent" : "owner";
    const { method, path, ...sent } = await operation.request(places.own);
    const refused = await call(method, path, { ...sent, token: secret("verifier", "organization") });
    expect(refused.status).toBe(403);
    await expectAsDescribed(idOf(operation), refused);
    await expectAsDescribed(idOf(operation), await call(method, path, sent));
    const response = await call(method, path, { ...sent, token: secret(permission, "organization") });
    expect(response.status).toBe(operation.success);
    await expectAsDescribed(idOf(operation), response);
  });

  test("every operation of the description is tried", () => {
    const tried = new Set([...OPERATIONS.map(idOf), ...ELSEWHERE]);
    expect([...operations.keys()].filter((operationId) => !tried.has(operationId))).toEqual([]);
    expect([...tried].filter((operationId) => !operations.has(operationId))).toEqual([]);
  });

  test("the description says of each whose token it takes, as the permission table has it", () => {
    for (const operation of OPERATIONS) {
      const { description = "" } = operations.get(idOf(operation)) ?? {};
      const names = permissionsFor(operation.action).map((permission) => PERMISSION_LABELS[permission].name).join(" or ");
      expect([idOf(operation), description]).toEqual([idOf(operation), expect.stringContaining(`with the permission ${names} (\`${operation.action}\`).`)]);
    }
  });

  test("what may go wrong is described under its own status, with its codes", () => {
    const statuses = (operationId: string) => Object.keys(operations.get(operationId)?.responses ?? {});
    expect(statuses("createSpace")).toEqual(expect.arrayContaining(["201", "400", "401", "403", "409", "413", "415", "422", "429", "503"]));
    expect(statuses("updateSpace")).toContain("412");
    expect(statuses("uploadPolicies")).toEqual(expect.arrayContaining(["409", "413", "415", "422"]));
    expect(statuses("getSpace")).not.toContain("422");
    const texts = JSON.stringify(document);
    for (const [code, { status }] of Object.entries(PROBLEMS)) if (texts.includes(`| \`${code}\` |`)) expect(texts).toContain(`| \`${code}\` | ${status} |`);
    for (const code of ["invalid_bundle", "secret_already_shown", "stale", "malformed_report"]) expect(texts).toContain(`| \`${code}\` |`);
  });

  test("every route is in the description", () => {
    const described = new Set(Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)));
    const routes = app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
    expect([...new Set(routes)].filter((route) => !described.has(route) && !UNDESCRIBED.includes(route))).toEqual([]);
  });

  test("what a list does not know is told by its name, and changes nothing unseen", async () => {
    const refused = await call("GET", "/api/v1/tokens?permision=owner", { token: world.secret("owner", "organization") });
    expect([refused.status, await refused.json()]).toEqual([400, expect.objectContaining({ code: "invalid_request", errors: [{ field: "permision", detail: "There is no such field here." }] })]);
    const body = await call("POST", "/api/v1/spaces", { token: world.secret("owner", "organization"), body: { name: "x", settings: { casesConfiguration: { auto: true } }, colour: "red" } });
    expect([body.status, ((await body.json()) as { errors: { field: string }[] }).errors.map(({ field }) => field)]).toEqual([422, expect.arrayContaining(["colour"])]);
  });

  test("every list pages by cursor, and says no to a limit of 0 or 201", async () => {
    for (const operation of OPERATIONS.filter(({ name }) => name.startsWith("list"))) {
      const { path } = await operation.request(world.places.own);
      const ask = (query: string) => call("GET", `${path}${path.includes("?") ? "&" : "?"}${query}`, { token: world.secret("owner", "organization") });
      expect(await (await ask("limit=1")).json()).toEqual({ items: expect.any(Array), nextCursor: expect.toSatisfy((cursor: unknown) => cursor === null || typeof cursor === "string") });
      for (const bad of ["limit=0", "limit=201", "limit=x", "limit=", "limit=1&limit=2", "cursor=nonsense", "cursor=W10", "cursr=x"]) expect([operation.name, bad, (await ask(bad)).status]).toEqual([operation.name, bad, 400]);
    }
  });
});
