import { beforeAll, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { smallBundle } from "../content/testing";
import { db } from "../platform/db";
import { call, type SentRequest } from "./testing/call";
import { createWorld, reportOn, unique, type World } from "./testing/world";

useTestDatabase();

let world: World;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  token = world.secret("owner", "organization");
});

const post = (path: string, key: string, sent: SentRequest = {}) =>
  call("POST", path, { token, ...sent, headers: { "idempotency-key": key, ...sent.headers } });
const code = async (response: Response) => ((await response.json()) as { code: string }).code;

test("a repeated creation gets the first response and creates nothing", async () => {
  const key = unique();
  const first = await post("/api/v1/spaces", key, { body: { name: "Once" } });
  const again = await post("/api/v1/spaces", key, { body: { name: "Once" } });
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  expect([again.headers.get("location"), again.headers.get("etag")]).toEqual([
    first.headers.get("location"),
    first.headers.get("etag"),
  ]);
  expect(await again.json()).toEqual(await first.json());
  expect(await db().space.count({ where: { organizationId: world.places.own.organizationId, name: "Once" } })).toBe(1);
});

test("the same key with another body, or another query, is refused", async () => {
  const key = unique();
  await post("/api/v1/spaces", key, { body: { name: "One" } });
  const other = await post("/api/v1/spaces", key, { body: { name: "Two" } });
  expect([other.status, await code(other)]).toEqual([409, "idempotency_key_reused"]);
});

test("a key belongs to one caller and one path", async () => {
  const key = unique();
  const { spaceId } = world.places.own;
  expect((await post("/api/v1/spaces", key, { body: { name: "Mine" } })).status).toBe(201);
  expect(
    (
      await post("/api/v1/spaces", key, { body: { name: "Mine" }, token: world.secret("editor", "organization") })
    ).headers.get("idempotency-replayed"),
  ).toBeNull();
  expect((await post("/api/v1/tokens", key, { body: { name: unique(), spaceId } })).status).toBe(201);
});

test("of several concurrent requests one runs, and the others get 409 or its response", async () => {
  const key = unique();
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => post("/api/v1/spaces", key, { body: { name: "Race" } })),
  );
  for (const answer of answers.filter(({ status }) => status !== 201))
    expect([answer.status, await code(answer)]).toEqual([409, "request_in_progress"]);
  expect(await db().space.count({ where: { organizationId: world.places.own.organizationId, name: "Race" } })).toBe(1);
});

test("a secret is returned once: repeats of a creation or a rotation name the token instead", async () => {
  const [made, rotated] = [unique(), unique()];
  const body = { name: unique() };
  const { id, secret } = (await (await post("/api/v1/tokens", made, { body })).json()) as {
    id: string;
    secret: string;
  };
  const again = await post("/api/v1/tokens", made, { body });
  const text = await again.text();
  expect(JSON.parse(text)).toMatchObject({ status: 409, code: "secret_already_shown", context: { tokenId: id } });
  expect(text).not.toContain(secret);
  const path = `/api/v1/tokens/${id}/rotate`;
  const { secret: second } = (await (await post(path, rotated)).json()) as { secret: string };
  expect(await (await post(path, rotated)).json()).toMatchObject({
    code: "secret_already_shown",
    context: { tokenId: id },
  });
  const kept = await db().idempotencyKey.findMany();
  for (const shown of [secret, second])
    expect(kept.some(({ body: bytes }) => Buffer.from(bytes ?? []).includes(shown))).toBe(false);
});

test("a refusal releases the key", async () => {
  const key = unique();
  expect(
    (await post("/api/v1/spaces", key, { body: { name: "Taken", id: world.places.foreign.spaceId } })).status,
  ).toBe(409);
  expect((await post("/api/v1/spaces", key, { body: { name: "Taken" } })).status).toBe(201);
});

test("a lost first request is replaced after five minutes, and a key expires after a day", async () => {
  const [lost, old] = [unique(), unique()];
  await post("/api/v1/spaces", lost, { body: { name: "Lost" } });
  await db().idempotencyKey.updateMany({ data: { committedAt: null, completedAt: null } });
  expect(await code(await post("/api/v1/spaces", lost, { body: { name: "Lost" } }))).toBe("request_in_progress");
  await db().$executeRaw`UPDATE "IdempotencyKey" SET "createdAt" = now() - interval '6 minutes'`;
  expect((await post("/api/v1/spaces", lost, { body: { name: "Lost" } })).status).toBe(201);
  await db().$executeRaw`UPDATE "IdempotencyKey" SET "createdAt" = now() - interval '25 hours'`;
  await post("/api/v1/spaces", old, { body: { name: "New" } });
  expect(await db().idempotencyKey.count()).toBe(1);
});

test("a change whose answer was lost in a crash is not made again, however much later the repeat comes", async () => {
  const body = { name: unique() };
  const calls: [string, string, object][] = [
    ["/api/v1/tokens", unique(), body],
    ["/api/v1/spaces", unique(), body],
  ];
  for (const [path, key, body] of calls) expect((await post(path, key, { body })).status).toBe(201);
  await db().$executeRaw`UPDATE "IdempotencyKey"
      SET "completedAt" = NULL, "status" = NULL, "headers" = NULL, "body" = NULL,
        "createdAt" = now() - interval '6 minutes'`;
  for (const [path, key, body] of calls)
    expect(await code(await post(path, key, { body }))).toBe("request_in_progress");
  await db().$executeRaw`UPDATE "IdempotencyKey" SET "committedAt" = now() - interval '6 minutes'`;
  for (const [path, key, body] of calls) expect(await code(await post(path, key, { body }))).toBe("answer_lost");
  expect(await db().space.count({ where: body })).toBe(1);
});

test("bundles and reports can be repeated too", async () => {
  const { spaceId } = world.places.own;
  const yaml = { body: smallBundle({ policies: [`p-${unique()}`] }), headers: { "content-type": "application/yaml" } };
  const upload = unique();
  const first = await post(`/api/v1/spaces/${spaceId}/policies`, upload, yaml);
  expect(await (await post(`/api/v1/spaces/${spaceId}/policies`, upload, yaml)).json()).toEqual(await first.json());
  expect(await code(await post(`/api/v1/spaces/${spaceId}/policies?overwrite=true`, upload, yaml))).toBe(
    "idempotency_key_reused",
  );
  const report = {
    token: world.secret("agent", "space"),
    body: reportOn("//a/repeat"),
    headers: { "content-type": "application/json" },
  };
  const posted = unique();
  expect((await post(`/api/v1/spaces/${spaceId}/reports`, posted, report)).status).toBe(201);
  expect((await post(`/api/v1/spaces/${spaceId}/reports`, posted, report)).status).toBe(201);
  expect((await post(`/api/v1/spaces/${spaceId}/reports`, unique(), report)).status).toBe(200);
  expect(
    await code(await post(`/api/v1/spaces/${spaceId}/reports`, posted, { ...report, body: reportOn("//a/other") })),
  ).toBe("idempotency_key_reused");
});

test("a malformed key is refused", async () => {
  for (const key of ["with space", "x".repeat(256)])
    expect((await post("/api/v1/spaces", key, { body: { name: "x" } })).status).toBe(400);
});

test("the second edit of the same version is refused", async () => {
  const path = `/api/v1/spaces/${world.places.own.spaceId}`;
  const etag = (await call("GET", path, { token })).headers.get("etag") ?? "";
  const edit = (tag: string) =>
    call("PATCH", path, { token, body: { description: unique() }, headers: { "if-match": tag } });
  const first = await edit(etag);
  expect([first.status, first.headers.get("etag")]).toEqual([200, `"${Number(etag.slice(1, -1)) + 1}"`]);
  const second = await edit(etag);
  expect([second.status, await code(second)]).toEqual([412, "stale"]);
  for (const tag of ['W/"1"', "nonsense", '"0"']) expect((await edit(tag)).status).toBe(412);
  expect((await edit("*")).status).toBe(200);
});

test("tokens and the organization have versions too", async () => {
  const id = await world.places.own.token();
  const found = await call("GET", `/api/v1/tokens/${id}`, { token });
  const headers = { "if-match": found.headers.get("etag") ?? "" };
  expect((await call("PATCH", `/api/v1/tokens/${id}`, { token, body: { description: "one" }, headers })).status).toBe(
    200,
  );
  expect(
    (await call("PUT", `/api/v1/tokens/${id}/permissions`, { token, body: { permissions: ["agent"] }, headers }))
      .status,
  ).toBe(412);
  expect((await call("POST", `/api/v1/tokens/${id}/rotate`, { token, headers })).status).toBe(412);
  const settings = await call("GET", "/api/v1/organization/settings", { token });
  const tag = { "if-match": settings.headers.get("etag") ?? "" };
  expect((await call("PATCH", "/api/v1/organization", { token, body: { company: "One" }, headers: tag })).status).toBe(
    200,
  );
  expect((await call("PATCH", "/api/v1/organization", { token, body: { company: "Two" }, headers: tag })).status).toBe(
    412,
  );
});

test("a resource that changed since it was read cannot be deleted", async () => {
  const { secret } = await createWorld();
  const token = secret("owner", "organization");
  const create = async (path: string, body: object) => ({
    path: (await call("POST", path, { token, body })).headers.get("location") ?? "",
    change: { description: "changed" },
  });
  const made = [
    await create("/api/v1/spaces", { name: unique() }),
    await create("/api/v1/tokens", { name: unique() }),
    { path: "/api/v1/organization", change: { company: "changed" } },
  ];
  for (const { path, change } of made) {
    const { headers } = await call("GET", path === "/api/v1/organization" ? `${path}/settings` : path, { token });
    const remove = (tag: string | null) => call("DELETE", path, { token, headers: { "if-match": tag ?? "" } });
    const changed = await call("PATCH", path, { token, body: change });
    const stale = await remove(headers.get("etag"));
    expect([path, stale.status, ((await stale.json()) as { code: string }).code]).toEqual([path, 412, "stale"]);
    expect((await remove(changed.headers.get("etag"))).status).toBe(204);
  }
});
