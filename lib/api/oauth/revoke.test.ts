import { describe, expect, test } from "vitest";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import { db, pool } from "../../platform/db";
import { digestOf } from "../../access/credentials/token-digest";
import { generateToken } from "../../access/credentials/token-format";
import { MAX_DEAD_TOKENS } from "../../access/rate-limit/dead-tokens";
import { CHANGE_CHANNEL } from "../../access/token-cache/listener";
import { SETTLED_MS } from "../../access/token-cache/revoking-transaction";

const { url, secretOf, bearer, post, introspect, throwaway } = useSeededApi();

/** Counts notifications from now on. */
async function listen(): Promise<() => Promise<number>> {
  const client = await pool().connect();
  let count = 0;
  client.on("notification", () => (count += 1));
  await client.query(`LISTEN ${CHANGE_CHANNEL}`);
  return async () => {
    await client.query("SELECT 1"); // notifications arrive before this result
    client.release(true);
    return count;
  };
}

describe("POST /oauth/revoke", () => {
  test("a token with a trailing line feed is accepted", async () => {
    const secret = await throwaway();
    expect(await introspect({ token: `${secret}\n` })).toMatchObject({ active: true });
    expect((await post("/oauth/revoke", { token: ` ${secret}\r\n` })).status).toBe(200);
    expect(await introspect({ token: secret })).toEqual({ active: false });
  });

  test("a holder of a token can revoke it, and it is dead on the next request", async () => {
    const secret = await throwaway();
    expect((await post("/oauth/revoke", { token: secret })).status).toBe(200);
    expect((await fetch(url("/api/v1/token"), { headers: { authorization: `Bearer ${secret}` } })).status).toBe(401);
    expect(await introspect({ token: secret })).toEqual({ active: false });
    const stored = await db().tokenSecret.findUniqueOrThrow({
      where: { digest: new Uint8Array(digestOf(secret)) },
      include: { token: true },
    });
    expect(stored.token.revokedAt).not.toBeNull();
    const event = await db().auditEvent.findFirstOrThrow({
      where: { resourceId: stored.tokenId, action: "token.revoked" },
    });
    expect(event).toMatchObject({ actorKind: "token", actorId: stored.tokenId });
  });

  test("unknown, malformed and dead tokens are 200; a missing token is an error", async () => {
    for (const token of ["nothing", secretOf("Leaked in a chat"), secretOf("Old CI job")])
      expect((await post("/oauth/revoke", { token })).status).toBe(200);
    expect((await post("/oauth/revoke", {})).status).toBe(400);
  });

  test("a token that was revoked long ago causes no notification", async () => {
    const secret = await throwaway();
    const { tokenId } = await db().tokenSecret.findUniqueOrThrow({
      where: { digest: new Uint8Array(digestOf(secret)) },
    });
    await db().apiToken.update({ where: { id: tokenId }, data: { revokedAt: new Date(Date.now() - 2 * SETTLED_MS) } });
    const heard = await listen();
    for (let i = 0; i < 20; i += 1) expect((await post("/oauth/revoke", { token: secret })).status).toBe(200);
    expect(await heard()).toBe(0);
  });

  test("changing or deleting a token that was revoked long ago causes no notification either", async () => {
    const deadFor = async (ms: number) => {
      const digest = new Uint8Array(digestOf(await throwaway()));
      const { tokenId } = await db().tokenSecret.findUniqueOrThrow({ where: { digest } });
      await db().apiToken.update({ where: { id: tokenId }, data: { revokedAt: new Date(Date.now() - ms) } });
      return (method: string, body?: object) =>
        fetch(url(`/api/v1/tokens/${tokenId}`), {
          method,
          headers: { ...bearer("Organization owner"), "content-type": "application/json" },
          body: body && JSON.stringify(body),
        });
    };
    const [askNew, askOld] = [await deadFor(0), await deadFor(2 * SETTLED_MS)];
    const heardOfNew = await listen();
    expect((await askNew("DELETE")).status).toBe(409);
    expect(await heardOfNew()).toBeGreaterThan(0);
    const heard = await listen();
    for (let i = 0; i < 10; i += 1) {
      expect((await askOld("DELETE")).status).toBe(409);
      expect((await askOld("PATCH", { name: `another ${i}` })).status).toBe(409);
    }
    expect(await heard()).toBe(0);
  });

  test("many concurrent revocations of the same token cause at most ten notifications a second", async () => {
    const secret = await throwaway();
    expect((await post("/oauth/revoke", { token: secret })).status).toBe(200);
    const heard = await listen();
    const begun = performance.now();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post("/oauth/revoke", { token: secret })));
    const seconds = (performance.now() - begun) / 1_000;
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await heard()).toBeLessThanOrEqual(10 * seconds + 2);
  });

  test("an address that sends too many dead tokens is rate limited, but can always revoke a live one", async () => {
    const live = await throwaway();
    const statuses: number[] = [];
    for (let i = 0; i <= MAX_DEAD_TOKENS; i += 1)
      statuses.push((await post("/oauth/revoke", { token: secretOf("Old CI job") })).status);
    expect(statuses.at(-1)).toBe(429);
    const refused = await post("/oauth/revoke", { token: generateToken("latch") });
    expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect((await post("/oauth/revoke", { token: live })).status).toBe(200);
    expect(await introspect({ token: live })).toEqual({ active: false });
  });

  test("a JWT cannot be revoked, and the response says so", async () => {
    const exchanged = await post("/oauth/token", {
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
      subject_token: secretOf("Organization viewer"),
    });
    const { access_token } = (await exchanged.json()) as { access_token: string };
    const refused = await post("/oauth/revoke", { token: access_token });
    expect([refused.status, await refused.json()]).toEqual([
      400,
      expect.objectContaining({ error: "unsupported_token_type" }),
    ]);
  });
});
