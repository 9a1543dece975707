import { setTimeout as sleep } from "node:timers/promises";
import { Restarts } from "@/lib/platform/restarts";
import { PlainError } from "../plain-error";
import type { Layout } from "./layout";
import { logTail } from "./log-file";
import { findPostmaster, type Postmaster } from "./postmaster";
import { describeExit } from "./server";

const POLL_MS = 200;
/** How long a server's end may be known before how it ended. */
const EXIT_MS = 1_000;
/** Short enough that requests work again within 15 s of freeing a full disk. */
const MAX_WAIT_MS = 5_000;
/** About two minutes of attempts. */
const MAX_FAILURES = 30;

/** How to supervise a server. */
export interface Supervision {
  /** Ends the supervision, not the server. */
  stop: AbortSignal;
  log(line: string): void;
  /** Failures in a row before giving up. */
  maxFailures?: number;
}

interface Supervised {
  layout: Layout;
  /** The running server's process. */
  pid: number;
  /** Finds the running server or tries once to start it, while it holds the lock. */
  start(stop: AbortSignal): Promise<Postmaster>;
}

/**
 * Restarts the server with back-off whenever it ends, until `stop` aborts. Every process that uses the server may
 * supervise it: one restarts it, the others find it. Throws PlainError after too many failures in a row.
 */
export async function supervise(
  { layout, pid, start }: Supervised,
  { stop, log, maxFailures = MAX_FAILURES }: Supervision,
): Promise<void> {
  const restarts = new Restarts({ maxDelayMs: MAX_WAIT_MS });
  let runsSince = performance.now();
  for (;;) {
    pid = await lastPid(layout, pid, stop);
    if (stop.aborted) return;
    log(
      `PostgreSQL (process ${pid}) ${await howItEnded(pid, stop)}. ` +
        `The end of ${layout.log}:\n\n${logTail(layout)}\n`,
    );
    await restart();
  }

  /** A start that fails is a life of 0 ms, however long it took: a recovery may last minutes before it fails. */
  async function restart(): Promise<void> {
    for (let lifeMs = performance.now() - runsSince; !stop.aborted; lifeMs = 0) {
      const wait = restarts.next(lifeMs);
      if (restarts.failures > maxFailures) throw tooManyFailures(layout, maxFailures);
      await pause(wait, stop);
      const started = await attempt();
      if (!started) continue;
      runsSince = performance.now();
      return log(`PostgreSQL runs again (process ${started.pid}).`);
    }
  }

  async function attempt(): Promise<Postmaster | null> {
    if (stop.aborted) return null;
    try {
      return await start(stop);
    } catch (error) {
      if (!stop.aborted && restarts.failures === 1) log(error instanceof Error ? error.message : String(error));
      return null;
    }
  }
}

/**
 * Waits until no server runs, or `stop` aborts. Returns the pid of the last one: another process may have restarted it.
 */
async function lastPid(layout: Layout, pid: number, stop: AbortSignal): Promise<number> {
  for (let last = pid; ; await pause(POLL_MS, stop)) {
    const running = stop.aborted ? null : findPostmaster(layout);
    if (running === null) return last;
    last = running.pid;
  }
}

/** The files and the process are gone a moment before this process is told how its child ended. */
async function howItEnded(pid: number, stop: AbortSignal): Promise<string> {
  const gone = "has gone";
  return Promise.race([describeExit(pid) ?? gone, pause(EXIT_MS, stop).then(() => gone)]);
}

async function pause(ms: number, stop: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: stop }).catch(() => undefined); // the caller asks `stop`
}

function tooManyFailures(layout: Layout, failures: number): PlainError {
  return new PlainError(
    `PostgreSQL failed ${failures} times in a row and was not started again. ` +
      `The end of ${layout.log}:\n\n${logTail(layout)}`,
  );
}
