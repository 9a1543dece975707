import { setTimeout as sleep } from "node:timers/promises";
import { Restarts } from "@/lib/platform/restarts";
import { LAUNCHED_STOP_MS } from "@/lib/platform/stop-limits";
import { openEnvironment, type OpenedEnvironment } from "../environment";
import { PlainError } from "../plain-error";
import type { Runtime } from "../runtime";
import { answersAt, type ServerProcess, startServerProcess } from "./server-process";

const READY_MS = 120_000;

/** Options of every launched server. */
export interface LaunchOptions {
  environment: NodeJS.ProcessEnv;
  /** Aborts to stop everything in order. */
  stop: AbortSignal;
  /** Aborts to stop it immediately. */
  abortNow: AbortSignal;
  log(line: string): void;
  /** Failures in a row of a process before giving up; each process has a limit of its own if absent. */
  maxFailures?: number;
}

/**
 * Runs `work` with the database and the secrets, and supervises an embedded PostgreSQL until `work` is done. If
 * PostgreSQL cannot be kept running, stops `work` and throws a PlainError with the reason.
 */
export async function withEnvironment(
  options: LaunchOptions,
  work: (opened: OpenedEnvironment, options: LaunchOptions) => Promise<void>,
): Promise<void> {
  const opened = await openEnvironment(options.environment, options.log);
  if (opened.embedded) options.log(`PostgreSQL runs in ${opened.embedded.home}`);
  const over = new AbortController();
  const stop = AbortSignal.any([options.stop, over.signal]);
  const supervised = opened.embedded?.supervise({ stop, log: options.log, maxFailures: options.maxFailures });
  supervised?.catch(() => over.abort());
  try {
    await work(opened, { ...options, stop });
  } finally {
    over.abort();
    try {
      await supervised;
    } finally {
      await opened.close();
    }
  }
}

interface Plan {
  script: string;
  runtime?: Runtime;
  environment: NodeJS.ProcessEnv;
  /** The URL at which it will answer. */
  url: string;
  /** The text to print once it does. */
  greeting(): Promise<string>;
}

const MAX_WAIT_MS = 5_000;
/** About half a minute of attempts. */
const MAX_FAILURES = 10;

/**
 * Runs a server until it is stopped, and restarts it with back-off if it ends by itself. Throws PlainError if its first
 * start fails, because a retry would not help (a bad setting), and after too many failures in a row.
 */
export async function runServer(options: LaunchOptions, plan: Plan): Promise<void> {
  const restarts = new Restarts({ maxDelayMs: MAX_WAIT_MS });
  const { maxFailures = MAX_FAILURES } = options;
  const stopped = new Promise<"stopped">((resolve) => options.stop.addEventListener("abort", () => resolve("stopped")));
  let hasServed = false;
  while (!options.stop.aborted) {
    const startedAt = performance.now();
    const { how, wasReady } = await runOnce(options, plan, { stopped, greet: !hasServed });
    if (options.stop.aborted) return;
    if (!wasReady && !hasServed)
      throw new PlainError(`The server could not start: ${how}. Any reason it gave is above.`);
    hasServed = true;
    const wait = restarts.next(wasReady ? performance.now() - startedAt : 0); // a slow start that fails is a failure
    if (restarts.failures > maxFailures)
      throw new PlainError(`The server failed ${maxFailures} times in a row and was not restarted: ${how}.`);
    options.log(`The server ${wasReady ? "ended" : "did not start"}: ${how}. Next start in ${wait / 1000} s.`);
    await sleep(wait, undefined, { signal: options.stop }).catch(() => undefined); // the loop asks `stop`
  }
}

/** Runs a server until it ends. Returns how it ended and whether it had answered. */
async function runOnce(
  { abortNow, log }: LaunchOptions,
  { script, runtime, environment, url, greeting }: Plan,
  { stopped, greet }: { stopped: Promise<"stopped">; greet: boolean },
): Promise<{ how: string; wasReady: boolean }> {
  const server = startServerProcess({ script, runtime, environment, output: "inherit" });
  try {
    const ready = await Promise.race([answersAt(url, server, READY_MS), stopped]);
    if (ready === "stopped") return { how: ready, wasReady: false };
    if (!ready) return { how: await whyNotReady(server), wasReady: false };
    log(greet ? await greeting() : "The server runs again.");
    return { how: await Promise.race([server.ended, stopped]), wasReady: true };
  } finally {
    await server.stop(LAUNCHED_STOP_MS, abortNow);
  }
}

async function whyNotReady(server: ServerProcess): Promise<string> {
  return server.hasEnded() ? server.ended : `it did not answer within ${READY_MS / 1000} s`;
}

/** A server's environment. It does not contain the owner's URL, so that the server cannot change the schema. */
export function serverEnvironment(
  given: NodeJS.ProcessEnv,
  { variables }: OpenedEnvironment,
  dev: boolean,
): NodeJS.ProcessEnv {
  const { MIGRATION_DATABASE_URL: _, ...needed } = variables;
  const { MIGRATION_DATABASE_URL: __, ...rest } = given;
  return { ...rest, ...needed, NODE_ENV: dev ? "development" : "production" };
}
