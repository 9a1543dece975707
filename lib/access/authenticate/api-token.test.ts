import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type DatabaseProxy, openDatabaseProxy } from "@/tools/testing/database-proxy";
import { createMember, createOrganization, createSpaceIn } from "@/tools/testing/fixtures";
import { withoutStalls } from "@/tools/testing/timing";
import { useTestDatabase } from "@/tools/testing/use-database";
import type { UserActor } from "../authorization/actor";
import { closeDatabase, db } from "../../platform/db";
import { createApi } from "../../apis/mutations";
import { createApiSchema } from "../../apis/schema";
import { generateToken } from "../credentials/token-format";
import { issueToken } from "../../tokens/issuing";
import { setPermissions } from "../../tokens/mutations";
import { revokeToken } from "../../tokens/revoking";
import { issueTokenSchema } from "../../tokens/schema";
import { authenticate, type Authentication } from "./api-token";

const database = useTestDatabase();
let wire: DatabaseProxy;
let organizationId: string;
let spaceId: string;
let ada: UserActor;
let names = 0;

beforeAll(async () => {
  wire = await openDatabaseProxy(database.appUrl);
  process.env.DATABASE_URL = wire.url;
});
beforeEach(async () => {
  organizationId = (await createOrganization()).id;
  spaceId = (await createSpaceIn(organizationId)).id;
  ada = await createMember(organizationId, "super_admin");
});
afterAll(async () => {
  await closeDatabase();
  await wire.close();
});

async function issue(input: object = {}) {
  const result = await issueToken(ada, issueTokenSchema.parse({ name: `Token ${(names += 1)}`, ...input }));
  if (!result.ok) throw new Error(result.reason);
  return { token: result.token, text: result.secret.reveal() };
}

const present = async (text: string, headers: Record<string, string> = {}): Promise<Authentication> =>
  authenticate(new Headers({ authorization: `Bearer ${text}`, ...headers }), {
    prefix: "latch",
    ownOrigin: "https://latchkey.example.com",
    address: "192.0.2.1",
    certainAddress: "192.0.2.1",
  });

const invalid = expect.objectContaining({ ok: false, error: "invalid_token" }) as object;

test("a live token is an actor with its own tenant, access and expiration, and the client's address", async () => {
  const { token, text } = await issue({ permissions: ["viewer", "agent"], spaceId });
  expect(await present(text)).toMatchObject({
    ok: true,
    use: { states: [] },
    record: { tokenId: token.id, grants: [] },
    actor: {
      kind: "token",
      tokenId: token.id,
      name: token.name,
      organizationId,
      spaceAccess: { kind: "space", spaceId },
      permissions: ["viewer", "agent"],
      expiresAt: new Date(token.expiresAt ?? ""),
      address: "192.0.2.1",
    },
  });
});

test("a check is one statement, also of a token with scopes of several APIs", async () => {
  const { text } = await issue();
  const apis = ["urn:acme:a", "urn:acme:b", "urn:acme:c"];
  const scopes = [{ name: "read" }, { name: "write" }];
  for (const identifier of apis) await createApi(ada, createApiSchema.parse({ identifier, name: "An API", scopes }));
  const grants = apis.map((api) => ({ api, scopes: ["read", "write"] }));
  const scoped = await issue({ grants });
  for (const token of [text, scoped.text]) {
    await present(token);
    wire.takeStatements();
    const answer = await present(token);
    expect(wire.takeStatements()).toBe(1);
    if (token === scoped.text)
      expect(answer).toMatchObject({ record: { grants: apis.map((api) => ({ api, scope: "read write" })) } });
  }
});

describe("without any statement", () => {
  test("a token with one character changed is refused", async () => {
    const { text } = await issue();
    wire.takeStatements();
    for (let at = 0; at < text.length; at += 1) {
      const changed = text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
      expect(await present(changed)).toEqual(invalid);
    }
    expect(wire.takeStatements()).toBe(0);
  });

  test.each([
    "",
    "x",
    "latch_",
    "x".repeat(10_000),
    "latch_éééééééééééééééééééééééééééééééééééééé".slice(0, 44),
    `${generateToken("acme_live").slice(0, -1)}-`,
    "ey.J.x",
  ])("a value that is not a token is refused: %j", async (text) => {
    wire.takeStatements();
    expect(await present(text)).toEqual(invalid);
    expect(wire.takeStatements()).toBe(0);
  });

  test("a cross-site browser request with the cookie is refused", async () => {
    const { text } = await issue();
    wire.takeStatements();
    const headers = new Headers({ cookie: `Session="${text}"`, origin: "https://evil.example" });
    expect(
      await authenticate(headers, {
        prefix: "latch",
        ownOrigin: "https://latchkey.example.com",
        address: null,
        certainAddress: null,
      }),
    ).toEqual({ ok: false, error: "foreign_origin" });
    expect(wire.takeStatements()).toBe(0);
  });
});

describe("from the next request on", () => {
  test("a revoked token is dead", async () => {
    const { token, text } = await issue();
    expect(await present(text)).toMatchObject({ ok: true });
    await revokeToken(ada, { tokenId: token.id });
    expect(await present(text)).toEqual(invalid);
  });

  test("changed permissions count", async () => {
    const { token, text } = await issue();
    await setPermissions(ada, { tokenId: token.id, version: token.version, permissions: ["agent"] });
    expect(await present(text)).toMatchObject({ actor: { permissions: ["agent"] } });
  });

  test("an expired token is dead, by the database's clock", async () => {
    const { token, text } = await issue();
    await db().$executeRaw`UPDATE "ApiToken" SET "expiresAt" = now() WHERE "id" = ${token.id}::uuid`;
    expect(await present(text)).toEqual(invalid);
  });

  test("a token without expiration expires when the organization's policy says so", async () => {
    const { token, text } = await issue({ expiration: { kind: "never" } });
    await db()
      .$executeRaw`UPDATE "ApiToken" SET "createdAt" = now() - interval '31 days' WHERE "id" = ${token.id}::uuid`;
    expect(await present(text)).toMatchObject({ ok: true });
    await db().organization.update({ where: { id: organizationId }, data: { tokenMaxLifetimeDays: 30 } });
    expect(await present(text)).toEqual(invalid);
  });

  test("a token of a deleted organization is dead, and so is one of a deleted space", async () => {
    const [wide, narrow] = [await issue(), await issue({ spaceId })];
    await db().space.delete({ where: { id: spaceId } });
    expect(await present(narrow.text)).toEqual(invalid);
    await db().organization.update({ where: { id: organizationId }, data: { deletedAt: new Date() } });
    expect(await present(wide.text)).toEqual(invalid);
  });
});

/** A minute's limit is counted in minutes of the clock. */
async function farFromMinutesEnd(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 5_000) await new Promise((resolve) => setTimeout(resolve, left + 100));
}

describe("a limit", () => {
  test("counts accepted requests, reports the remaining ones, and refuses requests over the limit", async () => {
    await db().organization.update({ where: { id: organizationId }, data: { tokenRequestsPerMinute: 2 } });
    const { text } = await issue();
    await farFromMinutesEnd();
    const first = await present(text);
    expect(first.ok && [...first.use.states]).toMatchObject([{ limit: 2, remaining: 1, windowSeconds: 60 }]);
    const [second, third] = [await present(text), await present(text)];
    expect([first.ok, second.ok]).toEqual([true, true]);
    expect(third).toMatchObject({
      ok: false,
      error: "rate_limited",
      use: { refusing: { name: "token", remaining: 0 } },
    });
  });

  test("applies to each token separately", async () => {
    await db().organization.update({ where: { id: organizationId }, data: { tokenRequestsPerMinute: 1 } });
    for (const { text } of [await issue(), await issue()]) expect(await present(text)).toMatchObject({ ok: true });
  });
});

describe("an unavailable database", () => {
  test("never accepts a token, and fails within 2 s", async () => {
    const { text } = await issue();
    for (const set of [wire.cut, wire.plug]) {
      set(true);
      const { result, ms } = await withoutStalls(() => present(text));
      expect(result).toEqual({ ok: false, error: "unavailable" });
      expect(ms).toBeLessThan(2_000);
      set(false);
      await expect.poll(async () => (await present(text)).ok).toBe(true);
    }
  });

  test("still refuses values that are not tokens", async () => {
    wire.cut(true);
    expect(await present("latch_x")).toEqual(invalid);
    wire.cut(false);
  });
});
