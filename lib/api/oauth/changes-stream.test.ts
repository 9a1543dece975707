import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import { endStreams } from "../../access/streams";
import { tokenCache } from "../../access/token-cache";

const { url, secretOf, throwaway, post } = useSeededApi();

interface StreamEvent {
  readonly event: string;
  readonly id: string;
  readonly data: { readonly items?: readonly { tokens?: string[] }[]; readonly ageMs?: number };
}

const open: AbortController[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.abort();
});

const ask = (query = "", headers: Record<string, string> = {}, secret = secretOf("Organization verifier")) => {
  const controller = new AbortController();
  open.push(controller);
  return fetch(url(`/api/v1/changes?${query}`), {
    headers: { authorization: `Bearer ${secret}`, accept: "text/event-stream", ...headers },
    signal: controller.signal,
  });
};

/** The events of a stream, one by one; null at its end. */
async function follow(...asked: Parameters<typeof ask>): Promise<() => Promise<StreamEvent | null>> {
  const answer = await ask(...asked);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  const reader = (answer.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream() as never).getReader();
  let text = "";
  return async () => {
    while (!text.includes("\n\n")) {
      const { done, value } = (await reader.read()) as { done: boolean; value: string };
      if (done) return null;
      text += value;
    }
    const [block = "", ...rest] = text.split("\n\n");
    text = rest.join("\n\n");
    const field = (name: string) =>
      block
        .split("\n")
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2);
    return { event: field("event") ?? "", id: field("id") ?? "", data: JSON.parse(field("data") ?? "null") as never };
  };
}

/** The next event that is no heartbeat. */
async function news(next: () => Promise<StreamEvent | null>): Promise<StreamEvent | null> {
  for (;;) {
    const event = await next();
    if (event?.event !== "heartbeat") return event;
  }
}

describe.each(["from memory", "from the database"])("a stream of changes, %s,", (way) => {
  if (way === "from memory") {
    beforeAll(() => tokenCache().start());
    afterAll(() => tokenCache().stop());
  }

  test("begins with a reset, then tells that it is alive as often as was asked", async () => {
    const started = performance.now();
    const next = await follow("heartbeat=100");
    expect(await next()).toMatchObject({ event: "reset", data: {} });
    for (let beat = 0; beat < 4; beat += 1)
      expect(await next()).toMatchObject({ event: "heartbeat", data: { ageMs: expect.any(Number) as number } });
    expect(performance.now() - started).toBeGreaterThan(290);
  });

  test("tells of a revocation, and goes on from its id in another stream", async () => {
    const revoked = await throwaway();
    if (way === "from memory") await expect.poll(() => tokenCache().heardUntil).not.toBeNull();
    const next = await follow("heartbeat=200");
    const first = await next();
    await post("/oauth/revoke", { token: revoked });
    const told = await news(next);
    expect(told?.event).toBe(way === "from memory" ? "change" : "reset");
    const resumed = await follow("heartbeat=200", { "last-event-id": told?.id ?? "" });
    expect(await resumed()).toMatchObject({ event: "heartbeat", id: told?.id });
    const again = await follow("heartbeat=200", { "last-event-id": first?.id ?? "" });
    expect((await again())?.event).toBe(told?.event);
  });

  test("ends when its token is revoked, and what is asked then is refused", async () => {
    const own = await throwaway(["verifier"]);
    const next = await follow("heartbeat=200", {}, own);
    await next();
    await post("/oauth/revoke", { token: own });
    expect(
      await Promise.race([untilEnd(next), new Promise((resolve) => setTimeout(resolve, 10_000, "still open"))]),
    ).toBe("ended");
    expect((await ask("", {}, own)).status).toBe(401);
  });
});

async function untilEnd(next: () => Promise<StreamEvent | null>): Promise<string> {
  while ((await next()) !== null);
  return "ended";
}

test("a token has a bounded number of streams, and one more once one is closed", async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => ask("heartbeat=1000")));
  expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  const refused = await ask();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "5"]);
  open[0]?.abort();
  await expect.poll(async () => (await ask("heartbeat=1000")).status).toBe(200);
});

test("a refused cursor takes no stream", async () => {
  const own = await throwaway(["verifier"]);
  for (let tries = 0; tries < 12; tries += 1) expect((await ask("since=nonsense", {}, own)).status).toBe(400);
  expect((await ask("", {}, own)).status).toBe(200);
});

test("streams end when the process stops", async () => {
  const next = await follow("heartbeat=10000");
  await next();
  endStreams();
  expect(await untilEnd(next)).toBe("ended");
});
