import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import { tokenCache } from "../../access/token-cache";
import { db } from "../../platform/db";
import { runSweep } from "../../retention/run-sweep";
import { SWEEPS } from "../../retention/sweeps";
import { digestOf } from "../../access/credentials/token-digest";

const { url, bearer, post, throwaway } = useSeededApi();

describe("GET /api/v1/revocations", () => {
  const poll = async (query: string, as = "Organization verifier") =>
    (await fetch(url(`/api/v1/revocations?${query}`), { headers: bearer(as) })).json() as Promise<{
      items: { tokenId: string }[];
      nextCursor: string;
    }>;

  test("lists the revocations since a cursor, and answers a waiting poll", async () => {
    const { nextCursor } = await poll("");
    expect((await poll(`since=${nextCursor}`)).items).toEqual([]);
    const secret = await throwaway();
    const { tokenId } = await db().tokenSecret.findUniqueOrThrow({
      where: { digest: new Uint8Array(digestOf(secret)) },
    });
    const waiting = poll(`since=${nextCursor}&wait=10`);
    await post("/oauth/revoke", { token: secret });
    expect((await waiting).items.map((item) => item.tokenId)).toEqual([tokenId]);
  });

  /** How long after a revocation a waiting poll returns, in ms. */
  async function delayOfOne(): Promise<number> {
    const { nextCursor } = await poll("");
    const secret = await throwaway();
    const waiting = poll(`since=${nextCursor}&wait=10`).then(({ items }) => [items.length, performance.now()] as const);
    await sleep(150);
    await post("/oauth/revoke", { token: secret });
    const revoked = performance.now();
    const [count, heard] = await waiting;
    expect(count).toBe(1);
    return heard - revoked;
  }

  test("a waiting poll returns at once if the process is listening", async () => {
    tokenCache().start();
    await expect.poll(() => tokenCache().find("") ?? tokenCache().state.holds).toBe(true);
    const delays: number[] = [];
    while (delays.length < 5 && !delays.some((ms) => ms < 400)) delays.push(await delayOfOne());
    expect(Math.min(...delays)).toBeLessThan(400);
    await tokenCache().stop();
  });

  test("a poll whose token is revoked while it waits is refused", async () => {
    const { nextCursor } = await poll("");
    const own = await throwaway(["verifier"]);
    const waiting = fetch(url(`/api/v1/revocations?since=${nextCursor}&wait=20`), {
      headers: { authorization: `Bearer ${own}` },
    });
    await sleep(1_200);
    await post("/oauth/revoke", { token: own });
    expect((await waiting).status).toBe(401);
  });

  test("waits as long as requested, and no longer", async () => {
    const { nextCursor } = await poll("");
    const started = performance.now();
    expect((await poll(`since=${nextCursor}&wait=1`)).items).toEqual([]);
    const waited = performance.now() - started;
    expect(waited).toBeGreaterThan(990);
    expect(waited).toBeLessThan(10_000); // The maximum wait is 30 s.
  });

  test("a token cannot exceed its number of open polls, and waiting polls hold no database connection", async () => {
    const { nextCursor } = await poll("");
    const ask = async (wait: number, as: string) =>
      fetch(url(`/api/v1/revocations?since=${nextCursor}&wait=${wait}`), { headers: bearer(as) });
    const ended: Response[] = [];
    const answers = Array.from({ length: 40 }, async () => {
      let answer = await ask(30, "Organization verifier");
      // On a busy machine there may be too few connections for so many at once.
      while (answer.status === 503) answer = await ask(30, "Organization verifier");
      ended.push(answer);
      return answer.status;
    });
    await expect.poll(() => ended.map(({ status }) => status), { timeout: 25_000 }).toEqual(Array(30).fill(429));
    expect(ended[0]?.headers.get("retry-after")).toBe("5");
    // More polls are waiting than the pool has connections.
    expect((await ask(0, "Organization verifier")).status).toBe(200);
    expect((await ask(1, "Mars Rover verifier")).status).toBe(200);
    await post("/oauth/revoke", { token: await throwaway() });
    expect((await Promise.all(answers)).filter((status) => status === 200)).toHaveLength(10);
    expect((await ask(1, "Organization verifier")).status).toBe(200);
  });

  test("an unknown cursor starts over, and one after the end of the log is refused", async () => {
    expect((await poll("since=")).items.length).toBeGreaterThan(0);
    const ahead = Buffer.from(JSON.stringify(["999999"])).toString("base64url");
    expect(await poll(`since=${ahead}&wait=30`)).toMatchObject({
      code: "invalid_request",
      errors: [{ field: "since" }],
    });
    for (const wait of ["31", "-1", "soon"])
      expect(await poll(`wait=${wait}`)).toMatchObject({ code: "invalid_request", errors: [{ field: "wait" }] });
  });

  test("a cursor after which revocations were deleted for their age is refused, and a later one is not", async () => {
    const { nextCursor: old } = await poll("");
    await post("/oauth/revoke", { token: await throwaway() });
    const { nextCursor: between } = await poll(`since=${old}`);
    await post("/oauth/revoke", { token: await throwaway() });
    const { items } = await poll(`since=${between}`);
    expect(items).toHaveLength(1);
    const kept = items[0]?.tokenId;
    await db().$executeRaw`UPDATE "Revocation" SET "at" = now() - interval '401 days' WHERE "tokenId" <> ${kept}::uuid`;
    const sweep = SWEEPS.find(({ name }) => name === "revocations");
    expect(sweep && (await runSweep(sweep, new AbortController().signal))).toBeGreaterThan(0);

    expect(await poll(`since=${old}&wait=30`)).toMatchObject({ code: "invalid_request", errors: [{ field: "since" }] });
    expect((await poll(`since=${between}`)).items.map(({ tokenId }) => tokenId)).toEqual([kept]);
    const { items: begun, nextCursor } = await poll("");
    expect(begun.map(({ tokenId }) => tokenId)).toEqual([kept]);
    expect((await poll(`since=${nextCursor}`)).items).toEqual([]);
  });

  test("needs Verifier", async () => {
    expect(await poll("", "Organization owner")).toMatchObject({ code: "insufficient_scope" });
    expect(await poll("since=garbage")).toMatchObject({ code: "invalid_request" });
  });
});
