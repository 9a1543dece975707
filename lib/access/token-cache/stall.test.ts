import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { until } from "../../../tools/testing/scratch";
import { useTestDatabase } from "../../../tools/testing/use-database";
import { closeDatabase } from "../../platform/db";
import { log } from "../../platform/log";
import { findRecord } from "./token-record";
import { Listener } from "./listener";
import { TokenCache } from "./token-cache";

const urls = useTestDatabase();
let cache: TokenCache | undefined;

afterEach(() => cache?.stop());
afterAll(() => closeDatabase());

/** Keeps the event loop busy, as loading a large program does. */
function stall(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

function holds(running: TokenCache): boolean {
  running.find("nothing");
  return running.state.holds;
}

test("a busy start does not count as a lost connection", async () => {
  const warn = vi.spyOn(log, "warn");
  cache = new TokenCache({ feed: (sink) => new Listener(urls.appUrl, sink), find: findRecord });
  const running = cache;
  running.start();
  for (let i = 0; i < 3; i += 1) {
    await sleep(10);
    stall(2_500);
  }
  await until(() => holds(running));
  expect(warn.mock.calls).toEqual([]);
});

test("a stall ends the lease but not the connection, and the next beat renews the lease", async () => {
  const warn = vi.spyOn(log, "warn");
  cache = new TokenCache({ feed: (sink) => new Listener(urls.appUrl, sink), find: findRecord });
  const running = cache;
  running.start();
  await until(() => holds(running));
  stall(3_000);
  expect(running.state.holds).toBe(false);
  await until(() => holds(running));
  expect(warn.mock.calls).toEqual([]);
});
