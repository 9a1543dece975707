import Ajv2020, { type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { beforeAll, describe, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { PERMISSION_LABELS } from "../access/authorization/labels";
import { permissionsFor } from "../access/authorization/permissions";
import { app } from "./app";
import { PROBLEMS } from "../platform/result/problems";
import { call } from "./testing/call";
import { idOf, OPERATIONS, type Operation } from "./testing/operations";
import { createWorld, type World } from "./testing/world";

useTestDatabase();

interface Described {
  readonly operationId: string;
  readonly description?: string;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

/** A JSON Schema. */
interface Node {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: unknown;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly allOf?: readonly Node[];
}

type Sent = Parameters<typeof call>[2];
const form = (fields: Record<string, string>): Sent => ({
  body: new URLSearchParams(fields).toString(),
  headers: { "content-type": "application/x-www-form-urlencoded" },
});
const EXCHANGE = {
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
};

/** Whether Issuers are always refused. The matrix asks for the permissions of a token that they do not see. */
const refusesIssuers = (operation: Operation): boolean =>
  operation.issuer === "insufficient_scope" || idOf(operation) === "setTokenPermissions";

/** Operations outside of the permission table: a call that succeeds and, if possible, one that is refused. */
const ELSEWHERE: Record<
  string,
  (secret: World["secret"], organizationId: string) => [method: string, path: string, success: Sent, refused?: Sent]
> = {
  getOwnToken: (secret) => ["GET", "/api/v1/token", { token: secret("viewer", "space") }, {}],
  isLive: () => ["GET", "/api/health/live", {}],
  isReady: () => ["GET", "/api/health/ready", {}],
  forwardAuth: (secret, organizationId) => [
    "GET",
    `/api/v1/forward-auth?organization=${organizationId}`,
    { token: secret("viewer", "space") },
    {},
  ],
  exchangeToken: (secret) => [
    "POST",
    "/oauth/token",
    form({ ...EXCHANGE, subject_token: secret("viewer", "space"), requested_token_type: EXCHANGE.subject_token_type }),
    form(EXCHANGE),
  ],
  introspectToken: (secret) => [
    "POST",
    "/oauth/introspect",
    { ...form({ token: secret("viewer", "space"), permission: "viewer" }), token: secret("verifier", "organization") },
    form({ token: "x" }),
  ],
  revokePresentedToken: () => ["POST", "/oauth/revoke", form({ token: "unknown" }), form({})],
  verifyTokens: (secret) => [
    "POST",
    "/api/v1/verify",
    { token: secret("verifier", "organization"), body: { token: secret("viewer", "space"), permission: "viewer" } },
    { token: secret("owner", "organization"), body: { token: "x" } },
  ],
  getAuthorizationServerMetadata: () => ["GET", "/.well-known/oauth-authorization-server", {}],
  getSigningKeys: () => ["GET", "/.well-known/jwks.json", {}],
  readChanges: (secret) => [
    "GET",
    "/api/v1/changes",
    { token: secret("verifier", "space") },
    { token: secret("owner", "space") },
  ],
  listRevocations: (secret) => [
    "GET",
    "/api/v1/revocations",
    { token: secret("verifier", "space") },
    { token: secret("owner", "space") },
  ],
  runGraphql: (secret) => [
    "POST",
    "/api/graphql",
    { token: secret("viewer", "space"), body: { query: "{ __typename nothing }" } },
    {},
  ],
  runGraphqlCompatibly: (secret) => [
    "POST",
    "/query",
    { token: secret("viewer", "space"), body: { query: "{ __typename }" } },
    { token: secret("viewer", "space"), body: [] },
  ],
};
/** Routes that are not operations of the token API: the document itself, and metrics, which have their own token. */
const UNDESCRIBED = ["GET /api/v1/openapi.json", "GET /api/metrics", "GET /api/jobs"];

let world: World;
let document: Document;
let ajv: Ajv2020;
let operations: Map<string, Described>;

beforeAll(async () => {
  world = await createWorld();
  document = (await (await call("GET", "/api/v1/openapi.json")).json()) as Document;
  operations = new Map(
    Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((operation) => [operation.operationId, operation]),
    ),
  );
  ajv = new Ajv2020({ strict: false, allErrors: true });
  formats(ajv);
  ajv.addSchema({ ...document, $id: "document" });
});

/** The validator for an operation's documented response; undefined if that status and type are not documented. */
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
  if (!validate)
    return expect.fail(`${operationId} does not describe ${response.status} ${response.headers.get("content-type")}`);
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  validate(isJson ? JSON.parse(text) : text);
  expect(validate.errors ?? []).toEqual([]);
}

describe("the API matches its description", () => {
  test.each(OPERATIONS.map((operation): [string, Operation] => [operation.name, operation]))(
    "%s responds as described, both on success and on refusal",
    async (_name, operation) => {
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
    },
  );

  test.each(Object.entries(ELSEWHERE))("%s responds as described", async (operationId, calls) => {
    const [method, path, success, refused] = calls(world.secret, world.places.own.organizationId);
    const response = await call(method, path, success);
    expect(response.status).toBe(200);
    await expectAsDescribed(operationId, response);
    if (refused) await expectAsDescribed(operationId, await call(method, path, refused));
  });

  test("every operation in the description is tested", () => {
    const tried = new Set([...OPERATIONS.map(idOf), ...Object.keys(ELSEWHERE)]);
    expect([...operations.keys()].filter((operationId) => !tried.has(operationId))).toEqual([]);
    expect([...tried].filter((operationId) => !operations.has(operationId))).toEqual([]);
  });

  test("the description names the required permission of each operation, as in the permission table", () => {
    for (const operation of OPERATIONS) {
      const { description = "" } = operations.get(idOf(operation)) ?? {};
      const allowed = permissionsFor(operation.action);
      const names = allowed
        .filter((permission) => permission !== "issuer" || !refusesIssuers(operation))
        .map((permission) => PERMISSION_LABELS[permission].name)
        .join(" or ");
      expect([idOf(operation), description]).toEqual([
        idOf(operation),
        expect.stringContaining(`with the permission ${names} (\`${operation.action}\`).`),
      ]);
    }
  });

  test("each error is described under its status, with its codes", () => {
    const statuses = (operationId: string) => Object.keys(operations.get(operationId)?.responses ?? {});
    expect(statuses("createSpace")).toEqual(
      expect.arrayContaining(["201", "400", "401", "403", "409", "413", "415", "422", "429", "503"]),
    );
    expect(statuses("updateSpace")).toContain("412");
    expect(statuses("uploadPolicies")).toEqual(expect.arrayContaining(["409", "413", "415", "422"]));
    expect(statuses("getSpace")).not.toContain("422");
    const texts = JSON.stringify(document);
    for (const [code, { status }] of Object.entries(PROBLEMS))
      if (texts.includes(`| \`${code}\` |`)) expect(texts).toContain(`| \`${code}\` | ${status} |`);
    for (const code of ["invalid_bundle", "secret_already_shown", "stale", "malformed_report"])
      expect(texts).toContain(`| \`${code}\` |`);
  });

  test("the examples of request bodies are accepted", async () => {
    const { spaceId } = world.places.own;
    const { paths, components } = document as unknown as {
      paths: Record<string, { post: { requestBody: { content: Record<string, { schema: { example?: unknown } }> } } }>;
      components: { schemas: Record<string, { example?: unknown }> };
    };
    const yaml =
      paths["/api/v1/spaces/{spaceId}/policies"]?.post.requestBody.content["application/yaml"]?.schema.example;
    const headers = { "content-type": "application/yaml" };
    for (const noun of ["policies", "querypacks"])
      expect(
        (
          await call("POST", `/api/v1/spaces/${spaceId}/${noun}`, {
            token: world.secret("editor", "space"),
            body: yaml,
            headers,
          })
        ).status,
      ).toBe(201);
    const report = await call("POST", `/api/v1/spaces/${spaceId}/reports`, {
      token: world.secret("agent", "space"),
      body: components.schemas.ScanReport?.example,
    });
    expect(await report.json()).toMatchObject({ assets: 2, scores: 1, errors: 1 });
  });

  test("the described lengths and types match the validation", () => {
    const { schemas } = (
      document as unknown as { components: { schemas: Record<string, { properties: Record<string, object> }> } }
    ).components;
    expect(schemas.IssueToken?.properties.name).toMatchObject({ type: "string", minLength: 1, maxLength: 100 });
    const nullable = Object.values(document.paths)
      .flatMap((methods) =>
        Object.values(
          methods as unknown as Record<string, { parameters?: { name: string; schema: { type: unknown } }[] }>,
        ),
      )
      .flatMap(({ parameters = [] }) =>
        parameters.filter(({ schema }) => Array.isArray(schema.type)).map(({ name }) => name),
      );
    expect(nullable).toEqual([]);
  });

  test("every whole number among the parameters has its bounds", () => {
    interface Parameters {
      readonly parameters?: readonly { name: string; schema: { type?: string; minimum?: number; maximum?: number } }[];
    }
    const unbounded = Object.values(document.paths)
      .flatMap((methods) => Object.values(methods as unknown as Record<string, Parameters>))
      .flatMap(({ parameters = [] }) => parameters)
      .filter(({ schema }) => schema.type === "integer")
      .filter(({ schema: { minimum, maximum } }) => minimum === undefined || maximum === undefined);
    expect(unbounded.map(({ name }) => name)).toEqual([]);
  });

  test("no request body may have members that nobody reads, at any depth", () => {
    interface Body {
      readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Node }>> };
    }
    const { schemas } = (document as unknown as { components: { schemas: Record<string, Node> } }).components;
    const resolve = (node: Node): Node => (node.$ref ? (schemas[node.$ref.split("/").at(-1) ?? ""] ?? {}) : node);
    const open = (node: Node, at: string): string[] => {
      const { properties, additionalProperties, items, anyOf = [], oneOf = [], allOf = [] } = resolve(node);
      return [
        ...(properties && additionalProperties !== false ? [at] : []),
        ...Object.entries(properties ?? {}).flatMap(([name, inner]) => open(inner, `${at}.${name}`)),
        ...(items ? open(items, `${at}[]`) : []),
        ...[...anyOf, ...oneOf, ...allOf].flatMap((inner) => open(inner, at)),
      ];
    };
    const bodies = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).flatMap(({ operationId, requestBody }: Described & Body) => {
        const body = requestBody?.content["application/json"];
        return body ? [{ operationId, found: open(body.schema, operationId) }] : [];
      }),
    );
    expect(bodies.length).toBeGreaterThan(10);
    // GraphQL over HTTP lets clients send extensions.
    expect(bodies.flatMap(({ found }) => found)).toEqual(["runGraphql", "runGraphqlCompatibly"]);
  });

  test("every route is in the description", () => {
    const described = new Set(
      Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      ),
    );
    const routes = app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
    expect([...new Set(routes)].filter((route) => !described.has(route) && !UNDESCRIBED.includes(route))).toEqual([]);
  });

  test("a list refuses unknown query parameters by name", async () => {
    const refused = await call("GET", "/api/v1/tokens?permision=owner", {
      token: world.secret("owner", "organization"),
    });
    expect([refused.status, await refused.json()]).toEqual([
      400,
      expect.objectContaining({
        code: "invalid_request",
        errors: [{ field: "permision", detail: "There is no such field here." }],
      }),
    ]);
    const body = await call("POST", "/api/v1/spaces", {
      token: world.secret("owner", "organization"),
      body: { name: "x", settings: { casesConfiguration: { auto: true } }, colour: "red" },
    });
    expect([
      body.status,
      ((await body.json()) as { errors: { field: string }[] }).errors.map(({ field }) => field),
    ]).toEqual([422, expect.arrayContaining(["colour"])]);
  });

  test("every list pages by cursor, and refuses a limit of 0 or 201", async () => {
    for (const operation of OPERATIONS.filter(({ name }) => name.startsWith("list"))) {
      const { path } = await operation.request(world.places.own);
      const ask = (query: string) =>
        call("GET", `${path}${path.includes("?") ? "&" : "?"}${query}`, {
          token: world.secret("owner", "organization"),
        });
      expect(await (await ask("limit=1")).json()).toEqual({
        items: expect.any(Array),
        nextCursor: expect.toSatisfy((cursor: unknown) => cursor === null || typeof cursor === "string"),
      });
      for (const bad of [
        "limit=0",
        "limit=201",
        "limit=x",
        "limit=",
        "limit=1&limit=2",
        "cursor=nonsense",
        "cursor=W10",
        "cursr=x",
      ])
        expect([operation.name, bad, (await ask(bad)).status]).toEqual([operation.name, bad, 400]);
    }
  });
});
