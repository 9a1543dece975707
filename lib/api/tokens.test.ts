import { beforeAll, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { call } from "./testing/call";
import { createWorld, unique, type World } from "./testing/world";

useTestDatabase();

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

interface Made {
  id: string;
  secret: string;
  spaceAccess: object;
  permissions: string[];
  expiresAt: string | null;
  parentId: string | null;
}

async function make(body: object, by = world.secret("owner", "organization")) {
  const response = await call("POST", "/api/v1/tokens", { token: by, body: { name: unique(), ...body } });
  return { status: response.status, made: (await response.json()) as Made & { code?: string } };
}
const works = async (token: string) => (await call("GET", "/api/v1/token", { token })).status === 200;

test("a token created by the API works, and its secret is not returned again", async () => {
  const { status, made } = await make({ permissions: ["viewer"] });
  expect([status, await works(made.secret)]).toEqual([201, true]);
  for (const path of [`/api/v1/tokens/${made.id}`, "/api/v1/tokens", "/api/v1/audit-events"]) {
    expect(await (await call("GET", path, { token: world.secret("owner", "organization") })).text()).not.toContain(
      made.secret,
    );
  }
});

test("without spaceId, a new token has the caller's space access", async () => {
  const bySpace = await make({}, world.secret("editor", "space"));
  expect(bySpace.made.spaceAccess).toMatchObject({ kind: "space", id: world.places.own.spaceId });
  expect((await make({})).made.spaceAccess).toEqual({ kind: "organization" });
});

test("an editor cannot create or change an owner or a verifier", async () => {
  const editor = world.secret("editor", "organization");
  for (const permission of ["owner", "verifier"])
    expect(await make({ permissions: [permission] }, editor)).toMatchObject({
      status: 403,
      made: { code: "permission_not_grantable" },
    });
  const { made } = await make({ permissions: ["owner"] });
  const change = (method: string, path: string, body: object) =>
    call(method, `/api/v1/tokens/${made.id}${path}`, { token: editor, body });
  expect((await change("PATCH", "", { description: "mine now" })).status).toBe(403);
  expect((await change("PUT", "/permissions", { permissions: ["viewer"] })).status).toBe(403);
  expect((await change("POST", "/rotate", {})).status).toBe(403);
  expect((await call("DELETE", `/api/v1/tokens/${made.id}`, { token: editor })).status).toBe(204);
});

test("a child token is revoked with its parent", async () => {
  const parent = await make({ permissions: ["editor"] });
  const child = await make({}, parent.made.secret);
  expect(child.made.parentId).toBe(parent.made.id);
  await call("DELETE", `/api/v1/tokens/${parent.made.id}`, { token: world.secret("owner", "organization") });
  expect([await works(parent.made.secret), await works(child.made.secret)]).toEqual([false, false]);
});

test("a token's expiration is an instant, days or null, and only one of them", async () => {
  expect((await make({ expiresAt: null })).made.expiresAt).toBeNull();
  const inDays = (await make({ expiresInDays: 30 })).made.expiresAt;
  expect(Math.abs(Date.parse(String(inDays)) - Date.now() - 30 * 86_400_000)).toBeLessThan(60_000);
  const at = new Date(Date.now() + 3_600_000).toISOString();
  expect((await make({ expiresAt: at })).made.expiresAt).toBe(at);
  expect((await make({ expiresAt: at, expiresInDays: 3 })).status).toBe(422);
  expect((await make({ expiresAt: "2001-01-01T00:00:00Z" })).status).toBe(422);
  expect((await make({ expires: at })).status).toBe(422);
});

test("an expiration in the past is refused under the name of the sent field", async () => {
  const past = await make({ expiresAt: "2020-01-01T00:00:00Z" });
  expect(past).toMatchObject({
    status: 422,
    made: { code: "invalid_input", errors: [{ field: "expiresAt", detail: "Choose a date in the future." }] },
  });
});

test("after a rotation without a grace period the old secret is dead; with one, both work", async () => {
  const { made } = await make({});
  const rotate = async (body: object) =>
    (
      (await (
        await call("POST", `/api/v1/tokens/${made.id}/rotate`, { token: world.secret("owner", "organization"), body })
      ).json()) as Made
    ).secret;
  const second = await rotate({ graceSeconds: 60 });
  expect([await works(made.secret), await works(second)]).toEqual([true, true]);
  const third = await rotate({});
  expect([await works(made.secret), await works(second), await works(third)]).toEqual([false, false, true]);
});

test("a taken name is 409, ignoring case", async () => {
  const name = unique();
  await make({ name });
  expect(await make({ name: name.toUpperCase() })).toMatchObject({ status: 409, made: { code: "name_taken" } });
});

test("a space's token sees that space's events and no others", async () => {
  await make({}, world.secret("editor", "space"));
  const events = async (token: string, query = "") =>
    (
      (await (await call("GET", `/api/v1/audit-events?limit=200${query}`, { token })).json()) as {
        items: { spaceId: string | null; action: string }[];
      }
    ).items;
  const own = world.places.own.spaceId;
  const seen = await events(world.secret("editor", "space"));
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.every(({ spaceId }) => spaceId === own)).toBe(true);
  const all = await events(world.secret("editor", "organization"), "&action=token.created");
  expect(new Set(all.map(({ action }) => action))).toEqual(new Set(["token.created"]));
  expect(await events(world.secret("editor", "organization"), `&spaceId=${world.places.foreign.spaceId}`)).toEqual([]);
  expect(
    (
      await call("GET", `/api/v1/audit-events?spaceId=${world.places.other.spaceId}`, {
        token: world.secret("editor", "space"),
      })
    ).status,
  ).toBe(404);
});

test.each([
  ["GET", "", undefined],
  ["PATCH", "", { name: "Renamed" }],
  ["DELETE", "", undefined],
  ["PUT", "/permissions", { permissions: ["viewer"] }],
  ["PUT", "/grants", { grants: [] }],
  ["PUT", "/issues", { issues: [{ api: "urn:acme:api" }] }],
  ["POST", "/rotate", {}],
  ["POST", "/revoke-issued", {}],
])("%s of a token by a text that is no id is 404: “%s”", async (method, path, body) => {
  const answer = await call(method, `/api/v1/tokens/not-an-id${path}`, {
    token: world.secret("owner", "organization"),
    body,
  });
  expect([answer.status, await answer.json()]).toEqual([404, expect.objectContaining({ code: "not_found" })]);
});
