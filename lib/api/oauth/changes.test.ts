import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { superAdmin, tokenActor } from "../../../tools/testing/actors";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import { countStatementsOnce } from "../../../tools/testing/statements";
import { tokenCache } from "../../access/token-cache";
import { createApi, deleteApi, setScopes } from "../../apis/mutations";
import { createApiSchema } from "../../apis/schema";
import { updateOrganization } from "../../organizations/mutations";
import { db, pool } from "../../platform/db";
import { listChanges } from "../../revocations/changes";
import type { Result } from "../../platform/result/result";
import { setGrants } from "../../tokens/grants";
import { issueToken } from "../../tokens/issuing";
import { setLimits } from "../../tokens/limiting";
import { editToken, setPermissions } from "../../tokens/mutations";
import { revokeToken } from "../../tokens/revoking";
import { rotateToken } from "../../tokens/rotation";
import { issueTokenSchema } from "../../tokens/schema";
import { setSubjectLimits } from "../../tokens/subject-limits";
import { setVerifies } from "../../tokens/verifies";

const { url, secretOf, throwaway, post } = useSeededApi();

const ORGANIZATION = "lunalectric";
const admin = superAdmin(ORGANIZATION);

interface Changes {
  readonly items: readonly { tokens?: string[]; subject?: string; all?: true }[];
  readonly reset: boolean;
  readonly nextCursor: string;
  readonly ageMs: number;
}

const verifier = () => secretOf("Organization verifier");
const ask = (query = "", secret = verifier(), headers: Record<string, string> = {}) =>
  fetch(url(`/api/v1/changes?${query}`), { headers: { authorization: `Bearer ${secret}`, ...headers } });

async function poll(query = "", secret?: string): Promise<Changes> {
  const answer = await ask(query, secret);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Changes;
}

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

const named = (names: readonly string[]) => names.map((name) => ({ name, description: "" }));
async function register(names: string[] = ["read", "write"]) {
  const identifier = `urn:lunalectric:${randomUUID()}`;
  const input = createApiSchema.parse({ identifier, name: "An API", scopes: named(names) });
  return { identifier, apiId: must(await createApi(admin, input)).api.id };
}

async function make(fields: object) {
  const { token, secret } = must(await issueToken(admin, issueTokenSchema.parse({ name: randomUUID(), ...fields })));
  return { id: token.id, seen: { tokenId: token.id, version: null }, secret: secret.reveal() };
}

const policy = (tokenRequestsPerMinute: number | null) => updateOrganization(admin, { tokenRequestsPerMinute });

/** Until a process that listens has heard of everything so far. */
async function settled(secret?: string): Promise<string> {
  await expect.poll(() => tokenCache().heardUntil).not.toBeNull();
  return (await poll("", secret)).nextCursor;
}

const cursorOf = (sequence: number, mark: string) =>
  Buffer.from(JSON.stringify([sequence, mark])).toString("base64url");

async function head() {
  const { sequence, mac } = await db().auditHead.findUniqueOrThrow({ where: { chain: ORGANIZATION } });
  return { sequence: Number(sequence), mark: Buffer.from(mac).toString("hex", 0, 6) };
}

describe("a process that listens tells what to forget, from memory:", () => {
  beforeAll(() => tokenCache().start());
  afterAll(() => tokenCache().stop());

  /** What a reader is told of a change. */
  async function told(work: () => Promise<Result<object>>, secret?: string) {
    const since = await settled(secret);
    must(await work());
    const { items, reset, nextCursor } = await poll(`since=${since}`, secret);
    expect([reset, await poll(`since=${nextCursor}`, secret)]).toMatchObject([false, { items: [], reset: false }]);
    return items;
  }

  test("the token that was revoked, rotated, limited or edited, or has other permissions or scopes", async () => {
    const { identifier: api } = await register();
    const token = await make({ permissions: ["viewer"], grants: [{ api, scopes: ["read"] }] });
    const { seen } = token;
    for (const change of [
      () => setPermissions(admin, { ...seen, permissions: ["editor"] }),
      () => setPermissions(admin, { ...seen, permissions: ["viewer"] }),
      () => setGrants(admin, { ...seen, grants: [{ api, scopes: ["read", "write"] }] }),
      () => setLimits(admin, { ...seen, limits: { requestsPerMinute: 7 } }),
      () => editToken(admin, { ...seen, expiration: { kind: "days", days: 3 } }),
      () => rotateToken(admin, { ...seen, graceSeconds: 60 }),
      () => revokeToken(admin, seen),
    ])
      expect(await told(change)).toEqual([{ tokens: [token.id] }]);
  });

  test("all tokens for a subject whose limits changed; all tokens to a Verifier that sees only some", async () => {
    const { identifier: api } = await register();
    const bound = await make({ permissions: ["verifier"], verifies: [api] });
    const change = (subject: string) => () =>
      setSubjectLimits(admin, { subject, limits: { requestsPerMinute: 5 }, version: null });
    expect(await told(change("cus_1"))).toEqual([{ subject: "cus_1" }]);
    expect(await told(change("cus_2"), bound.secret)).toEqual([{ all: true }]);
    expect(await told(change("cus_3"), secretOf("Mars Rover verifier"))).toEqual([{ all: true }]);
  });

  test("everything, when the policy changed, or an API lost a scope or was deleted", async () => {
    const { apiId } = await register();
    for (const change of [
      () => policy(500),
      () => policy(null),
      () => setScopes(admin, { apiId, scopes: named(["read"]) }),
      () => deleteApi(admin, { apiId }),
    ])
      expect(await told(change)).toEqual([{ all: true }]);
  });

  test("everything to a Verifier that itself is bound to other APIs now", async () => {
    const { identifier: api } = await register();
    const own = await make({ permissions: ["verifier"] });
    expect(await told(() => setVerifies(admin, { ...own.seen, verifies: [api] }), own.secret)).toEqual([{ all: true }]);
  });

  test("nothing of what changes no token, and the cursor stays good", async () => {
    const since = await settled();
    await make({ permissions: ["viewer"] });
    expect(await poll(`since=${since}`)).toMatchObject({ items: [], reset: false, nextCursor: since });
  });

  test("a cursor of before what it heard is a reset, and what is none is refused", async () => {
    await settled();
    const { mark } = await head();
    expect(await poll(`since=${cursorOf(1, mark)}`)).toMatchObject({ items: [], reset: true });
    expect((await ask("since=nonsense")).status).toBe(400);
    expect((await ask(`since=${cursorOf(1, mark.repeat(2))}`)).status).toBe(400);
  });

  test("a cursor of another database is a reset, also where the chain has reached its sequence again", async () => {
    await settled();
    const { sequence, mark } = await head();
    expect(await poll(`since=${cursorOf(sequence + 1_000, mark)}`)).toMatchObject({ items: [], reset: true });
    await make({ permissions: ["viewer"] });
    expect((await head()).sequence).toBeGreaterThan(sequence);
    const [own, restored] = [cursorOf(sequence, mark), cursorOf(sequence, "0123456789ab")];
    expect(await poll(`since=${own}`)).toMatchObject({ reset: false });
    expect(await poll(`since=${restored}`)).toMatchObject({ items: [], reset: true });
  });

  test("a cursor that another instance gave, further on by events that change nothing, is good", async () => {
    await settled();
    await make({ permissions: ["viewer"] });
    const { sequence, mark } = await head();
    const since = cursorOf(sequence, mark);
    expect(await poll(`since=${since}`)).toMatchObject({ items: [], reset: false, nextCursor: since });
  });

  test("a change that is heard while the cursor of another instance is looked up is told", async () => {
    const { id, seen } = await make({ permissions: ["viewer"] });
    await settled();
    await make({ permissions: ["viewer"] });
    const { sequence, mark } = await head();
    const asked = pool();
    const lookUp = asked.ask.bind(asked);
    const spy = vi.spyOn(asked, "ask").mockImplementation(async (...call) => {
      spy.mockRestore();
      must(await revokeToken(admin, seen));
      return lookUp(...call);
    });
    const first = await poll(`since=${cursorOf(sequence, mark)}`);
    const second = await poll(`since=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual([{ tokens: [id] }]);
  });

  test("a poll asks no statement, and says how old its knowledge is", async () => {
    const since = await settled();
    await poll(`since=${since}`);
    const counts: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      const { statements, result } = await countStatementsOnce(() => poll(`since=${since}`));
      expect(result.ageMs).toBeGreaterThanOrEqual(0);
      expect(result.ageMs).toBeLessThanOrEqual(1_000);
      counts.push(statements);
    }
    // Beats and usage are written beside it, now and then.
    expect(Math.min(...counts)).toBe(0);
  });

  test("a waiting poll returns when something changes, and not before", async () => {
    const since = await settled();
    const waiting = poll(`since=${since}&wait=20`);
    expect(await Promise.race([waiting, sleep(300, "waits")])).toBe("waits");
    await post("/oauth/revoke", { token: await throwaway() });
    expect((await waiting).items).toHaveLength(1);
    const started = performance.now();
    expect(await poll(`since=${(await waiting).nextCursor}&wait=1`)).toMatchObject({ items: [], reset: false });
    expect(performance.now() - started).toBeGreaterThan(990);
  });

  test("only Verifiers are answered, and each tenant hears of itself alone", async () => {
    expect((await ask("", secretOf("Organization owner"))).status).toBe(403);
    expect((await ask("", "latch_nothing")).status).toBe(401);
    const since = await settled();
    await db().$executeRaw`SELECT pg_notify('latchkey_change', json_build_object('id', gen_random_uuid(), 'from',
      gen_random_uuid(), 'organization', 'another', 'tokens', json_build_array(gen_random_uuid()),
      'position', json_build_object('sequence', 1, 'mark', ''))::text)`;
    await sleep(300);
    expect(await poll(`since=${since}`)).toMatchObject({ items: [], reset: false, nextCursor: since });
  });

  test("a change that an instance of the previous version made, without its place, is a reset", async () => {
    const since = await settled();
    await db().$executeRaw`SELECT pg_notify('latchkey_change', json_build_object('id', gen_random_uuid(), 'from',
      gen_random_uuid(), 'organization', ${ORGANIZATION}::text, 'tokens', json_build_array(gen_random_uuid()))::text)`;
    await make({ permissions: ["viewer"] }); // each change has an event
    await expect.poll(async () => (await poll(`since=${since}`)).reset).toBe(true);
  });

  test("verify says which answers may be remembered", async () => {
    const { identifier: api } = await register();
    const grants = [{ api, scopes: ["read"] }];
    const plain = await make({ permissions: [], grants });
    const limited = await make({ permissions: [], grants, limits: { requestsPerMinute: 9 } });
    const fenced = await make({ permissions: [], grants, limits: { networks: ["192.0.2.0/24"] } });
    const verify = async (body: object) => {
      const answer = await fetch(url("/api/v1/verify"), {
        method: "POST",
        headers: { authorization: `Bearer ${verifier()}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return (await answer.json()) as { code: string; cacheable?: boolean };
    };
    expect(await verify({ token: plain.secret, api, scopes: ["read"] })).toMatchObject({
      code: "valid",
      cacheable: true,
    });
    expect(await verify({ token: plain.secret, api, scopes: ["write"] })).toMatchObject({
      code: "insufficient_scope",
      cacheable: true,
    });
    for (const { secret } of [limited, fenced])
      expect(await verify({ token: secret, api, address: "192.0.2.1" })).not.toHaveProperty("cacheable");
    must(await revokeToken(admin, plain.seen));
    expect(await verify({ token: plain.secret, api })).not.toHaveProperty("cacheable");
  });
});

describe("a process that does not listen asks whether anything happened:", () => {
  test("no event, no reset; any event, a reset", async () => {
    expect(tokenCache().heardUntil).toBeNull();
    const { nextCursor: since, ageMs } = await poll();
    expect(ageMs).toBe(0);
    expect(await poll(`since=${since}`)).toMatchObject({ items: [], reset: false, nextCursor: since });
    await make({ permissions: ["viewer"] });
    const moved = await poll(`since=${since}`);
    expect(moved).toMatchObject({ items: [], reset: true });
    expect(await poll(`since=${moved.nextCursor}`)).toMatchObject({ items: [], reset: false });
  });

  test("who asks at the same time shares a statement, and is told how old it was", async () => {
    const actor = tokenActor(ORGANIZATION, ["verifier"]);
    const { statements, result } = await countStatementsOnce(async () => {
      const asked = performance.now();
      const first = listChanges(actor, undefined, asked);
      const all = Array.from({ length: 50 }, () => listChanges(actor, undefined, asked + 5_000));
      return Promise.all([first, ...all]);
    });
    expect(statements).toBe(1);
    const [first, second] = result.map((each) => must(each).changes.ageMs);
    expect(first).toBe(0);
    expect(second).toBeGreaterThanOrEqual(4_000);
  });
});
