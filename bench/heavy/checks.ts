import http from "node:http";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./http";

/** How long checks took, in ms. */
export interface CheckTimes {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** How late this process itself was, at the 99th percentile: the figures above contain it. */
  readonly ownDelay: number;
}

const EVERY_MS = 5;
const CONNECTIONS = 50;

/**
 * Sends one check every 5 ms for some seconds without waiting for answers. Each time is counted from when the check was
 * due, so a stall of the server shows in all checks that were due during it. Throws if an answer is not 200.
 */
export async function steadyChecks(url: string, tokens: readonly string[], seconds: number): Promise<CheckTimes> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const times: number[] = [];
  const running: Promise<void>[] = [];
  const start = performance.now();
  const check = async (i: number) => {
    const { status } = await ask({ url, token: tokens[i % tokens.length] ?? "", agent });
    if (status !== 200) throw new Error(`a check was answered ${status}`);
    times.push(performance.now() - (start + i * EVERY_MS));
  };
  for (let i = 0; i * EVERY_MS < seconds * 1_000; i += 1) {
    const wait = start + i * EVERY_MS - performance.now();
    if (wait > 0) await sleep(wait);
    running.push(check(i));
  }
  await Promise.all(running);
  delay.disable();
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
  return { count: times.length, p50: at(0.5), p99: at(0.99), max: at(1), ownDelay: delay.percentile(99) / 1e6 };
}
