import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { identityOf, isRunning, pidOf } from "./identity";

/** A live process with an entry in a directory, and its note. */
export interface LiveProcess {
  pid: number;
  note: string;
}

/** The entry of this process in a directory of processes. */
export interface ProcessEntry {
  /** The other live entries. Removes those of dead processes. */
  others(): LiveProcess[];
  leave(): void;
}

/**
 * Adds an entry for this process to `directory`. Entries are named by process identity, so that removing a stale one
 * can never remove a live one, even if several processes do so at once.
 */
export function addProcessEntry(directory: string, note = ""): ProcessEntry {
  const entry = `${identityOf(process.pid)}.${randomBytes(6).toString("hex")}`;
  const file = path.join(directory, entry);
  writeFileSync(file, note, { mode: 0o600, flag: "wx" });
  return {
    others: () => liveProcesses(directory, entry),
    leave: () => rmSync(file, { force: true }),
  };
}

/** The live entries of a presence directory, except `self`. */
export function liveProcesses(directory: string, self?: string): LiveProcess[] {
  return readdirSync(directory).flatMap((entry) => {
    if (entry === self) return [];
    const identity = entry.split(".", 1)[0] ?? "";
    const file = path.join(directory, entry);
    if (isRunning(identity)) return [{ pid: pidOf(identity), note: noteIn(file) }];
    rmSync(file, { force: true });
    return [];
  });
}

/**
 * Becomes the only live entry of `directory`, or returns the other process after `waitMs`. Safe because each process
 * adds its entry before it looks: of two, at least one sees the other and retries after a random time.
 */
export async function acquire(
  directory: string,
  waitMs: number,
  note = "",
  signal?: AbortSignal,
): Promise<ProcessEntry | LiveProcess> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    signal?.throwIfAborted();
    const entry = addProcessEntry(directory, note);
    const [other] = entry.others();
    if (other === undefined) return entry;
    entry.leave();
    if (Date.now() > deadline) return other;
    await sleep(10 + Math.random() * 60);
  }
}

/** Another process held the lock for longer than the caller waits. */
export class LockHeld extends Error {
  override name = "LockHeld";
}

/**
 * Runs `work` while holding the lock of `directory`. Waits for other holders up to `waitMs`. Throws LockHeld, or if
 * `signal` aborts the wait.
 */
export async function exclusively<T>(
  directory: string,
  waitMs: number,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const held = await acquire(directory, waitMs, "", signal);
  if ("pid" in held) throw new LockHeld(`process ${held.pid} has held ${directory} for over ${waitMs} ms`);
  try {
    return await work();
  } finally {
    held.leave();
  }
}

// Empty if the process removed it in between.
function noteIn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
