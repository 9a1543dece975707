import { randomUUID } from "node:crypto";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { superAdmin } from "../../../tools/testing/actors";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import { appendEvent } from "../../../tools/testing/fixtures";
import { countStatements } from "../../../tools/testing/statements";
import { toSpaceAccess, type TokenActor } from "../../access/authorization/actor";
import type { Permission } from "../../access/authorization/permissions";
import { UNKNOWN_SOURCE } from "../../access/limits/effective";
import { tokenCache } from "../../access/token-cache";
import { createApi, deleteApi, setScopes, updateApi } from "../../apis/mutations";
import { createApiSchema } from "../../apis/schema";
import { db } from "../../platform/db";
import type { Result } from "../../platform/result/result";
import { runSweep } from "../../retention/run-sweep";
import { SWEEPS } from "../../retention/sweeps";
import { CUTOFF_MARGIN_MS } from "../../revocations/cutoffs";
import { setGrants } from "../../tokens/grants";
import { issueToken } from "../../tokens/issuing";
import { editToken, setPermissions } from "../../tokens/mutations";
import { revokeToken } from "../../tokens/revoking";
import { rotateToken } from "../../tokens/rotation";
import { issueTokenSchema } from "../../tokens/schema";
import { setVerifies } from "../../tokens/verifies";
import { exchange } from "../../verification/exchange";

const { url, secretOf } = useSeededApi();

const ORGANIZATION = "lunalectric";
const admin = superAdmin(ORGANIZATION);

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

interface Entry {
  readonly kind?: string;
  readonly tokenId?: string;
  readonly api?: string;
  readonly scopes?: readonly string[] | null;
  readonly at: string;
}
interface Feed {
  readonly items: readonly Entry[];
  readonly nextCursor: string;
}

async function poll(query: string, secret = secretOf("Organization verifier")): Promise<Feed> {
  const answer = await fetch(url(`/api/v1/revocations?${query}`), { headers: { authorization: `Bearer ${secret}` } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Feed;
}

/** The cursor after everything so far. */
async function endOfFeed(secret?: string): Promise<string> {
  for (let since = ""; ;) {
    const { items, nextCursor } = await poll(`changes=1&since=${since}`, secret);
    if (items.length === 0) return nextCursor;
    since = nextCursor;
  }
}

/** What both kinds of readers get of some changes. */
async function listed(work: () => Promise<unknown>): Promise<{ changes: readonly Entry[]; plain: readonly Entry[] }> {
  const since = await endOfFeed();
  await work();
  const [changes, plain] = await Promise.all([poll(`changes=1&since=${since}`), poll(`since=${since}`)]);
  return { changes: changes.items, plain: plain.items };
}

const without = (entries: readonly Entry[]) => entries.map(({ at: _at, ...entry }) => entry);

const named = (names: readonly string[]) => names.map((name) => ({ name, description: "" }));
async function register(names: string[] = ["read", "write"]) {
  const identifier = `urn:lunalectric:${randomUUID()}`;
  const input = createApiSchema.parse({ identifier, name: "An API", scopes: named(names) });
  return { identifier, apiId: must(await createApi(admin, input)).api.id };
}

const make = async (fields: object, actor: TokenActor | typeof admin = admin) => {
  const { token, secret } = must(await issueToken(actor, issueTokenSchema.parse({ name: randomUUID(), ...fields })));
  return { ...token, seen: { tokenId: token.id, version: null }, secret: secret.reveal() };
};

const actorOf = (tokenId: string, permissions: readonly Permission[]): TokenActor => ({
  kind: "token",
  tokenId,
  name: "A parent",
  organizationId: ORGANIZATION,
  spaceAccess: toSpaceAccess(null),
  permissions,
  expiresAt: null,
  address: null,
});

describe("a reader of changes", () => {
  test("gets the token whose scopes or permissions were taken away, and plain readers do not", async () => {
    const { identifier: api } = await register();
    const grants = (...scopes: string[]) => [{ api, scopes }];
    const token = await make({ permissions: ["viewer", "editor"], grants: grants("read", "write") });
    const narrowed = [{ kind: "narrowed", tokenId: token.id }];
    for (const change of [
      () => setGrants(admin, { ...token.seen, grants: grants("read") }),
      () => setGrants(admin, { ...token.seen, grants: grants("write") }),
      () => setGrants(admin, { ...token.seen, grants: [] }),
      () => setPermissions(admin, { ...token.seen, permissions: ["viewer"] }),
      () => setPermissions(admin, { ...token.seen, permissions: ["owner"] }),
    ]) {
      const { changes, plain } = await listed(async () => must(await change()));
      expect([without(changes), plain]).toEqual([narrowed, []]);
    }
  });

  test("gets the API whose scope was removed, and the one that was deleted", async () => {
    const { identifier: api, apiId } = await register(["read", "write", "admin"]);
    const removed = await listed(async () => must(await setScopes(admin, { apiId, scopes: named(["read"]) })));
    expect(without(removed.changes)).toEqual([{ kind: "scopes_removed", api, scopes: ["admin", "write"] }]);
    const deleted = await listed(async () => must(await deleteApi(admin, { apiId })));
    expect(without(deleted.changes)).toEqual([{ kind: "scopes_removed", api, scopes: null }]);
    expect([removed.plain, deleted.plain]).toEqual([[], []]);
  });

  test("gets descendants that were narrowed, and revocations as plain readers do", async () => {
    const parent = await make({ permissions: ["owner"] });
    const actor = actorOf(parent.id, ["owner"]);
    const narrowed = await make({ permissions: ["viewer", "owner"] }, actor);
    const revoked = await make({ permissions: ["owner"] }, actor);
    const { changes, plain } = await listed(async () =>
      must(await setPermissions(admin, { ...parent.seen, permissions: ["editor"] })),
    );
    const ids = [parent.id, narrowed.id].map((tokenId) => ({ kind: "narrowed", tokenId }));
    expect(without(changes)).toHaveLength(3);
    expect(without(changes)).toEqual(expect.arrayContaining([...ids, { kind: "revoked", tokenId: revoked.id }]));
    expect(plain).toEqual([{ tokenId: revoked.id, at: expect.any(String) as string }]);
  });

  test("gets nothing of changes that take nothing away", async () => {
    const { identifier: api, apiId } = await register();
    const token = await make({ permissions: ["verifier"], grants: [{ api, scopes: ["read"] }] });
    const { changes, plain } = await listed(async () => {
      must(await setGrants(admin, { ...token.seen, grants: [{ api, scopes: ["read", "write"] }] }));
      must(await setPermissions(admin, { ...token.seen, permissions: ["viewer", "verifier"] }));
      must(await setVerifies(admin, { ...token.seen, verifies: [] }));
      must(await editToken(admin, { ...token.seen, name: randomUUID(), subject: "cus_1" }));
      must(await rotateToken(admin, { ...token.seen, graceSeconds: 0 }));
      must(await setScopes(admin, { apiId, scopes: named(["read", "write", "later"]) }));
      must(await updateApi(admin, { apiId, name: "Another name" }));
    });
    expect([changes, plain]).toEqual([[], []]);
  });

  test("that waits gets a change when it happens", async () => {
    const { identifier: api, apiId } = await register();
    const since = await endOfFeed();
    const waiting = poll(`changes=1&since=${since}&wait=30`);
    must(await setScopes(admin, { apiId, scopes: named(["read"]) }));
    expect(without((await waiting).items)).toEqual([{ kind: "scopes_removed", api, scopes: ["write"] }]);
  });

  test("that is bound to an API gets its changes, its deletion too, and none of other APIs", async () => {
    const [mine, other] = [await register(), await register()];
    const { secret } = await make({ permissions: ["verifier"], verifies: [mine.identifier] });
    const since = await endOfFeed(secret);
    for (const { apiId } of [other, mine]) {
      must(await setScopes(admin, { apiId, scopes: named(["read"]) }));
      must(await deleteApi(admin, { apiId }));
    }
    expect(without((await poll(`changes=1&since=${since}`, secret)).items)).toEqual([
      { kind: "scopes_removed", api: mine.identifier, scopes: ["write"] },
      { kind: "scopes_removed", api: mine.identifier, scopes: null },
    ]);
  });

  test("of another organization gets none of this one's", async () => {
    const foreign = superAdmin("solar-systems");
    const organization = await db().organization.findFirstOrThrow({ where: { NOT: { id: ORGANIZATION } } });
    const input = issueTokenSchema.parse({ name: randomUUID(), permissions: ["verifier"] });
    const theirs = must(await issueToken({ ...foreign, organizationId: organization.id }, input)).secret.reveal();
    const since = await endOfFeed(theirs);
    const { apiId } = await register();
    must(await deleteApi(admin, { apiId }));
    expect((await poll(`changes=1&since=${since}`, theirs)).items).toEqual([]);
  });
});

describe("the entries of changes", () => {
  /** Events with so many entries each, and the cursor before them. */
  async function events(counts: readonly { revoked: number; narrowed: number }[]): Promise<string> {
    const since = await endOfFeed();
    for (const { revoked, narrowed } of counts) {
      await appendEvent(ORGANIZATION);
      const { sequence } = await db().auditHead.findUniqueOrThrow({ where: { chain: ORGANIZATION } });
      const within = { organizationId: ORGANIZATION, sequence };
      await db().revocation.createMany({
        data: Array.from({ length: revoked }, () => ({ ...within, tokenId: randomUUID() })),
      });
      await db().jwtCutoff.createMany({
        data: Array.from({ length: narrowed }, () => ({ ...within, targetId: randomUUID(), at: new Date() })),
      });
    }
    return since;
  }

  test("of one event are on one page with its revocations, and no cursor is within an event", async () => {
    let since = await events([
      { revoked: 400, narrowed: 300 },
      { revoked: 0, narrowed: 600 },
      { revoked: 700, narrowed: 800 },
      { revoked: 1, narrowed: 1 },
    ]);
    const pages: number[] = [];
    for (let page = await poll(`changes=1&since=${since}`); page.items.length > 0;) {
      pages.push(page.items.length);
      since = page.nextCursor;
      page = await poll(`changes=1&since=${since}`);
    }
    expect(pages).toEqual([700, 600, 1_500, 2]);
  });

  test("are never stepped over by a cursor, however changes run at once", async () => {
    const { identifier: api } = await register();
    const tokens = await Promise.all(
      Array.from({ length: 12 }, () => make({ grants: [{ api, scopes: ["read", "write"] }] })),
    );
    let since = await endOfFeed();
    const seen: string[] = [];
    let isDone = false;
    const read = async () => {
      const page = await poll(`changes=1&since=${since}`);
      since = page.nextCursor;
      seen.push(...page.items.map(({ kind, tokenId }) => `${kind} ${tokenId}`));
    };
    const reading = (async () => {
      while (!isDone) await read();
      await read();
    })();
    await Promise.all(
      tokens.map(async ({ seen: token, id }, at) =>
        at % 2 === 0
          ? must(await setGrants(admin, { ...token, grants: [{ api, scopes: ["read"] }] }))
          : must(await revokeToken(admin, { tokenId: id })),
      ),
    );
    isDone = true;
    await reading;
    expect(seen.sort()).toEqual(tokens.map(({ id }, at) => `${at % 2 === 0 ? "narrowed" : "revoked"} ${id}`).sort());
  });

  test("are one row and as many statements for a scope of many tokens as for one of none", async () => {
    const removed = async (holders: number) => {
      const names = ["read", "1", "2", "3"];
      const { identifier: api, apiId } = await register(names);
      for (let i = 0; i < holders; i += 1) await make({ grants: [{ api, scopes: names }] });
      const before = await db().jwtCutoff.count();
      const { statements } = await countStatements(async () => {
        names.pop(); // one scope fewer in each run
        must(await setScopes(admin, { apiId, scopes: named(names) }));
      });
      return { statements, rows: (await db().jwtCutoff.count()) - before };
    };
    const none = await removed(0);
    expect(none.rows).toBe(3);
    expect(await removed(20)).toEqual(none);
  });

  test("are swept after a day, when no JWT of them lives, and no cursor is refused for it", async () => {
    const { apiId } = await register();
    const since = await endOfFeed();
    must(await deleteApi(admin, { apiId }));
    await db().$executeRaw`UPDATE "JwtCutoff" SET "at" = now() - interval '25 hours'`;
    const sweep = SWEEPS.find(({ name }) => name === "jwt-cutoffs");
    expect(sweep && (await runSweep(sweep, new AbortController().signal))).toBeGreaterThan(0);
    expect((await poll(`changes=1&since=${since}`)).items).toEqual([]);
  });

  test("are in a table of their own, which the previous version does not read", async () => {
    const { identifier: api, apiId } = await register();
    const token = await make({ grants: [{ api, scopes: ["read", "write"] }] });
    const before = await db().revocation.count();
    must(await setGrants(admin, { ...token.seen, grants: [{ api, scopes: ["read"] }] }));
    must(await deleteApi(admin, { apiId }));
    expect(await db().revocation.count()).toBe(before);
  });
});

describe("JWTs", () => {
  beforeAll(async () => {
    tokenCache().start();
    await vi.waitUntil(() => tokenCache().find("") ?? tokenCache().state.holds, { timeout: 60_000 });
  }, 120_000);
  afterAll(() => tokenCache().stop());

  const jwtOf = async (token: string, audience: string) => {
    const made = await exchange({ token, audience, lifetimeSeconds: 300 }, url(), UNKNOWN_SOURCE);
    return made.ok ? decodeJwt<{ scope: string }>(made.jwt) : null;
  };

  test("that hold more than their token are refused by the cutoff, those made while it changes too", async () => {
    const { identifier: api, apiId } = await register();
    const token = await make({ grants: [{ api, scopes: ["read", "write"] }] });
    const wide: { iat?: number }[] = [];
    let isDone = false;
    const exchanging = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!isDone) {
          const jwt = await jwtOf(token.secret, api);
          if (jwt?.scope.includes("write")) wide.push(jwt);
        }
      }),
    );
    await vi.waitUntil(() => wide.length > 20, { timeout: 60_000 });
    const { changes } = await listed(async () => {
      must(await setGrants(admin, { ...token.seen, grants: [{ api, scopes: ["read"] }] }));
      isDone = true;
    });
    await exchanging;
    const [cutoff] = changes;
    const at = Date.parse(cutoff?.at ?? "");
    expect(wide.filter(({ iat = Infinity }) => iat * 1_000 >= at)).toEqual([]);
    expect((await jwtOf(token.secret, api))?.scope).toBe("read");
    must(await deleteApi(admin, { apiId }));
    expect(await jwtOf(token.secret, api)).toBeNull();
  });

  test("are refused for a few seconds after a change, and no longer", async () => {
    const { identifier: api } = await register();
    const token = await make({ grants: [{ api, scopes: ["read", "write"] }] });
    const { changes } = await listed(async () =>
      must(await setGrants(admin, { ...token.seen, grants: [{ api, scopes: ["read"] }] })),
    );
    const [row] = await db().$queryRaw<{ ms: number }[]>`
      SELECT (extract(epoch FROM c."at" - e."at") * 1000)::float8 AS ms FROM "JwtCutoff" c
      JOIN "AuditEvent" e ON e."chain" = c."organizationId" AND e."sequence" = c."sequence"
      WHERE c."targetId" = ${token.id}::uuid`;
    expect(row?.ms).toBeGreaterThanOrEqual(CUTOFF_MARGIN_MS);
    expect(changes).toHaveLength(1);
  });
});
