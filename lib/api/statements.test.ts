import { beforeAll, expect, test } from "vitest";
import { countStatements, textsOfStatements } from "../../tools/testing/statements";
import { useTestDatabase } from "../../tools/testing/use-database";
import { smallBundle } from "../content/testing";
import { db } from "../platform/db";
import { call } from "./testing/call";
import { OPERATIONS } from "./testing/operations";
import { createWorld, unique, type World } from "./testing/world";

useTestDatabase();

let world: World;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  token = world.secret("owner", "organization");
});

/** The number of statements of a call, including its token check. */
async function statementsOf(path: string): Promise<number> {
  const { statements, result } = await countStatements(() => call("GET", path, { token }));
  expect(result.status).toBe(200);
  return statements;
}

async function addMany(count: number): Promise<void> {
  const { spaceId, organizationId } = world.places.own;
  const names = Array.from({ length: count }, unique);
  const send = (path: string, body: object | Uint8Array, headers = {}) =>
    call("POST", `/api/v1/${path}`, { token, body, headers });
  const yaml = { "content-type": "application/yaml" };
  await send(`spaces/${spaceId}/policies`, smallBundle({ policies: names }), yaml);
  await send("organization/policies", smallBundle({ policies: names }), yaml);
  await send(`spaces/${spaceId}/querypacks`, smallBundle({ packs: names }), yaml);
  await send("organization/querypacks", smallBundle({ packs: names }), yaml);
  const report = { errors: Object.fromEntries(names.map((name) => [`//a/${name}`, "unreachable"])) };
  await call("POST", `/api/v1/spaces/${spaceId}/reports`, { token: world.secret("agent", "space"), body: report });
  await db().space.createMany({ data: names.map((name) => ({ id: `space-${name}`, organizationId, name })) });
  for (const name of names.slice(0, 10)) await send("tokens", { name, spaceId });
  for (const table of ["policies", "querypacks"] as const) {
    const { items } = (await (await call("GET", `/api/v1/spaces/${spaceId}/${table}?limit=100`, { token })).json()) as {
      items: { id: string }[];
    };
    await send(`spaces/${spaceId}/${table === "policies" ? "policy" : "querypack"}-assignments`, {
      ids: items.map(({ id }) => id),
      action: "ACTIVE",
    });
  }
}

test("every list needs the same number of statements regardless of its length", async () => {
  const paths = await Promise.all(
    OPERATIONS.filter(({ name }) => name.startsWith("list")).map(
      async (operation) => (await operation.request(world.places.own)).path,
    ),
  );
  const count = async () =>
    Object.fromEntries(
      await paths.reduce(
        async (all, path) => [
          ...(await all),
          [path, await statementsOf(`${path}${path.includes("?") ? "&" : "?"}limit=100`)],
        ],
        Promise.resolve<[string, number][]>([]),
      ),
    );
  await addMany(1);
  await count(); // the first call prepares statements and fills caches
  const few = await count();
  await addMany(60);
  expect(await count()).toEqual(few);
  expect(Math.max(...Object.values(few))).toBeLessThanOrEqual(6);
});

test("a report is stored by six statements, the look-up of its token included, whatever its length", async () => {
  const agent = world.secret("agent", "organization");
  const path = `/api/v1/spaces/${world.places.own.spaceId}/reports`;
  const statements = async (assets: number) => {
    const errors = Object.fromEntries(Array.from({ length: assets }, () => [`//a/${unique()}`, "unreachable"]));
    const texts = await textsOfStatements(async () => {
      const headers = { "content-length": `${JSON.stringify({ errors }).length}` }; // as every client sends it
      expect((await call("POST", path, { token: agent, body: { errors }, headers })).status).toBe(201);
    });
    return texts.length;
  };
  await statements(1); // the first one of a process compares keys
  expect([await statements(1), await statements(100)]).toEqual([6, 6]);
});

test("a creation locks the organization's audit log for one statement and the commit", async () => {
  const headers = { "idempotency-key": unique() };
  const texts = await textsOfStatements(async () => {
    const { status } = await call("POST", "/api/v1/tokens", { token, headers, body: { name: unique() } });
    expect(status).toBe(201);
  });
  const underLock = texts.slice(texts.findIndex((text) => text.includes("audit_lock")) + 1);
  expect(underLock.slice(0, 2)).toEqual([expect.stringContaining("audit_append"), "COMMIT"]);
});

test("a token is created by a fixed number of statements, each by its name, whatever it holds", async () => {
  const create = async (body: object) =>
    textsOfStatements(async () => {
      const { status } = await call("POST", "/api/v1/tokens", { token, body: { name: unique(), ...body } });
      expect(status).toBe(201);
    });
  const identifier = `https://${unique()}.example`;
  const scopes = Array.from({ length: 20 }, (_, at) => ({ name: `scope-${at}` }));
  await call("POST", "/api/v1/apis", { token, body: { identifier, name: unique(), scopes } });
  const withScopes = (count: number) =>
    create({ grants: [{ api: identifier, scopes: scopes.slice(0, count).map(({ name }) => name) }] });
  await withScopes(1);
  const texts = await withScopes(1);
  expect(await withScopes(20)).toHaveLength(texts.length);
  const named = texts.filter((text) => text.includes("prepared as"));
  expect([texts.length, named.length]).toEqual([13, 10]);
});
