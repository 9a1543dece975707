import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { POSTGRES_STEPS_MS } from "@/lib/platform/stop-limits";
import { PlainError } from "../plain-error";
import type { Binaries } from "./binaries";
import { serverEnvironment } from "./cluster";
import { type Credentials, urlFor } from "./credentials";
import type { Layout } from "./layout";
import { logTail, openLog } from "./log-file";
import { clearStaleLocks, findPostmaster, isPostmasterOf, type Postmaster } from "./postmaster";
import { probe } from "./probe";

const RECOVERY_MS = 300_000; // replaying the log after a crash may take long
// The children of a killed postmaster exit within seconds. Until then they hold its shared memory.
const ATTEMPTS_MS = 15_000;

interface StartOptions {
  layout: Layout;
  binaries: Binaries;
  credentials: Credentials;
  fast: boolean;
  /** How long to retry if the server ends at its start, in ms; 0 for one attempt. */
  attemptsMs?: number;
  /** Ends the wait, not the server. */
  signal?: AbortSignal;
}

/** How the servers that this process started have ended, by pid. */
const endings = new Map<number, Promise<string>>();

/** How a server ended, once this process knows it; undefined if another process started it. */
export const describeExit = (pid: number): Promise<string> | undefined => endings.get(pid);

/**
 * Finds the running server or starts it. Only the holder of the lock may call it. Throws PlainError with the end of its
 * log.
 */
export async function ensureRunning({
  layout,
  binaries,
  credentials,
  fast,
  attemptsMs = ATTEMPTS_MS,
  signal,
}: StartOptions): Promise<Postmaster> {
  const begun = Date.now();
  let child: ChildProcess | undefined;
  while (Date.now() - begun < RECOVERY_MS) {
    const postmaster = findPostmaster(layout);
    // Not while a child of this process is starting and has no lock file yet, because the caller could not end it.
    if (postmaster !== null || child === undefined || hasEnded(child)) signal?.throwIfAborted();
    const run = postmaster?.socketDirectory || layout.run;
    const answer = await probe(urlFor("superuser", credentials, run, "postgres"), layout.data);
    if (answer === "up" && postmaster) return postmaster;
    const onItsWay = postmaster !== null || answer === "starting" || (child !== undefined && !hasEnded(child));
    if (!onItsWay) {
      if (child && Date.now() - begun >= attemptsMs) break;
      if (child) await sleep(200);
      clearStaleLocks(layout);
      child = launch(layout, binaries, fast);
    }
    await sleep(20);
  }
  throw new PlainError(`The embedded PostgreSQL did not come up. The end of ${layout.log}:\n\n${logTail(layout)}`);
}

/** Ends the server by a fast shutdown, which ends its sessions and loses nothing; after `timeoutMs`, immediately. */
export async function shutDown(
  { pid }: Postmaster,
  data: string,
  timeoutMs: number = POSTGRES_STEPS_MS.fast,
): Promise<void> {
  if (await endedBy("SIGINT", pid, data, timeoutMs)) return;
  if (await endedBy("SIGQUIT", pid, data, POSTGRES_STEPS_MS.immediate)) return;
  throw new PlainError(`The embedded PostgreSQL (process ${pid}) did not end.`);
}

async function endedBy(signal: NodeJS.Signals, pid: number, data: string, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  if (isPostmasterOf(pid, data)) process.kill(pid, signal);
  while (isPostmasterOf(pid, data)) {
    if (Date.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}

// In its own session, so that Ctrl-C only reaches the launcher, which stops everything in order.
function launch(layout: Layout, { postgres }: Binaries, fast: boolean): ChildProcess {
  const log = openLog(layout);
  const child = spawn(postgres, ["-D", layout.data, ...settings(layout, fast)], {
    ...layout.account,
    cwd: layout.home,
    env: serverEnvironment(),
    stdio: ["ignore", log, log],
    detached: true,
  });
  child.on("error", () => undefined); // counts as ended: `hasEnded`
  const ended = new Promise<string>((resolve) => {
    child.on("exit", (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with status ${code}`));
  });
  if (child.pid !== undefined) endings.set(child.pid, ended);
  child.unref();
  closeSync(log);
  return child;
}

const hasEnded = (child: ChildProcess) =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

function settings({ run }: Layout, fast: boolean): string[] {
  const safe = {
    listen_addresses: "",
    unix_socket_directories: run,
    unix_socket_permissions: "0700",
    port: "5432",
    max_connections: "100",
  };
  const risky = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "400" };
  return Object.entries({ ...safe, ...(fast ? risky : {}) }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
