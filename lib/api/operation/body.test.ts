import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { BodyTooSlow } from "../../platform/http/body";
import type { HttpExchange } from "../context";
import { readBytes } from "./body";

vi.mock("../../platform/http/served-origin", () => ({ servedOverHttps: () => false }));

/** A request whose body arrives in chunks, `everyMs` apart. With a final null, the body never ends. */
function exchange(pieces: readonly (string | null)[], everyMs = 0): HttpExchange {
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      for (const piece of pieces) {
        await sleep(everyMs);
        if (piece === null) return;
        controller.enqueue(Buffer.from(piece));
      }
      controller.close();
    },
  });
  const env = { trace: { id: "id", startedAt: 0, route: "/" } };
  return { req: { url: "/", raw: { headers: new Headers(), body } }, env, get: () => null } as unknown as HttpExchange;
}

const PACE = { bytes: 3, ms: 100 };

test("a body that arrives too slowly, or stops, is aborted", async () => {
  await expect(readBytes(exchange(["a", "b", "c", "d", "e"], 80), 100, { pace: PACE })).rejects.toThrow(BodyTooSlow);
  await expect(readBytes(exchange(["abcdefgh", null]), 100, { pace: PACE })).rejects.toThrow(BodyTooSlow);
});

test("a body that arrives fast enough, or ends in time, is read", async () => {
  const steady = await readBytes(exchange(["abcdefgh", "ijklmnop", "qrst"], 40), 100, { pace: PACE });
  const short = await readBytes(exchange(["a", "b"], 10), 100, { pace: { bytes: 3, ms: 2_000 } });
  expect([steady, short].map((read) => read.ok && read.value.toString())).toEqual(["abcdefghijklmnopqrst", "ab"]);
});

test("a body that exceeds the available memory is refused as unavailable with Retry-After", async () => {
  let room = 4;
  const held = { add: (bytes: number) => (room -= bytes) >= 0, release: () => undefined };
  const read = await readBytes(exchange(["ab", "cd", "ef", "gh"]), 100, { held });
  const response = read.ok ? expect.fail("it was read") : read.response;
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
});
