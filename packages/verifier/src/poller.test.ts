import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Client } from "./client.js";
import { FailureReports } from "./failure.js";
import { KnownChanges } from "./known-changes.js";
import { Poller } from "./poller.js";

describe("the poller", () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
  afterEach(() => void vi.useRealTimers());

  const ANSWER = { items: [], reset: true, nextCursor: "c0", ageMs: 0 };
  /** A poller, and what it sent when. `delayMs` is how long each answer takes. */
  function start(delayMs: number, maxStaleMs = 1_000) {
    const sent: number[] = [];
    const waiting = { now: 0, most: 0 };
    const fetch = async () => {
      sent.push(performance.now());
      waiting.most = Math.max(waiting.most, (waiting.now += 1));
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      waiting.now -= 1;
      return Response.json(ANSWER);
    };
    const known = new KnownChanges({ maxStaleMs, timeoutMs: 5_000, forget: () => undefined });
    const following: boolean[] = [];
    const poller = new Poller({
      client: new Client("http://latchkey.test", "x", fetch),
      known,
      failures: new FailureReports(() => undefined),
      maxStaleMs,
      onFollowing: (is) => void following.push(is),
    });
    return { poller, known, sent, waiting, following };
  }

  test("rests 10 s after the last check, without any timer, and begins again with the next", async () => {
    const { poller, sent, following } = start(1);
    poller.use(performance.now());
    await vi.advanceTimersByTimeAsync(5_000);
    poller.use(performance.now());
    await vi.advanceTimersByTimeAsync(9_900);
    expect(following).toEqual([true]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([following, vi.getTimerCount()]).toEqual([[true, false], 0]);
    const before = sent.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(before);
    poller.use(performance.now());
    expect([sent.length, following.at(-1)]).toEqual([before + 1, true]);
    poller.close();
  });

  test("keeps the feed fresh all the time while answers take half the bound, with two polls at a time", async () => {
    const { poller, known, waiting } = start(500);
    poller.use(performance.now());
    await vi.advanceTimersByTimeAsync(1_600);
    for (let ms = 0; ms < 5_000; ms += 10) {
      expect(known.isFresh).toBe(true);
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(waiting.most).toBe(2);
    poller.close();
  });

  test("sends four polls in the time of the bound, and no more", async () => {
    const { poller, sent } = start(1, 2_000);
    poller.use(performance.now());
    await vi.advanceTimersByTimeAsync(9_999);
    expect(sent).toHaveLength(20);
    poller.close();
  });

  test("polls at once for a check that needs it, for all of them together", async () => {
    const { poller, sent } = start(20, 60_000);
    const all = Promise.all(Array.from({ length: 10 }, () => poller.freshen()));
    await vi.advanceTimersByTimeAsync(50);
    expect([await all, sent.length]).toEqual([Array(10).fill(true), 1]);
    poller.close();
  });

  test("is not fresh when its answers take longer than the bound", async () => {
    const { poller } = start(1_001);
    const fresh = poller.freshen();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await fresh).toBe(false);
    poller.close();
  });
});
