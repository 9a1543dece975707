import { POSTGRES_STEPS_MS } from "@/lib/platform/stop-limits";
import { writeProblem } from "../plain-error";
import { addProcessEntry, exclusively, LockHeld, liveProcesses } from "@/lib/platform/process/lock";
import { findBinaries } from "./binaries";
import { ensureCluster } from "./cluster";
import { urlFor } from "./credentials";
import { ensureRunDirectory, type Layout, prepareLayout, removeRunDirectory } from "./layout";
import { findPostmaster } from "./postmaster";
import { ensureRunning, shutDown } from "./server";
import { requireFinished } from "./unfinished";
import { supervise, type Supervision } from "./supervise";

export { makeDataDir } from "./layout";

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  pid: number;
  /** Where its files are. */
  home: string;
  /** The database as the role that owns it and may change its schema. */
  ownerUrl: string;
  /** The database as the role that serves requests. */
  appUrl: string;
  /** The server's maintenance database as its superuser. */
  superuserUrl: string;
  /**
   * Restarts it when it ends, until `stop` of the options aborts. Throws PlainError after too many failures in a row.
   */
  supervise(options: Supervision): Promise<void>;
  /** Stops using it. The last user ends the server. Await the end of `supervise` first. */
  stop(): Promise<void>;
}

export interface Options {
  /** The data directory. The server's files are in its folder `postgres/`. */
  dataDir: string;
  /** Turns durability off for speed. For tests only. */
  fast?: boolean;
  /** Only for the restore, which may start an incomplete database. */
  restoring?: boolean;
}

const START_MS = 320_000;

/**
 * Starts the embedded PostgreSQL of a data directory, or joins the one that runs there, which another process may have
 * started, even a killed one. Any number of processes may call it at once. See
 * docs/decisions/0001-embedded-postgresql.md.
 */
export async function startEmbeddedPostgres({
  dataDir,
  fast = false,
  restoring = false,
}: Options): Promise<EmbeddedPostgres> {
  if (!restoring) requireFinished(dataDir);
  const layout = prepareLayout(dataDir);
  try {
    return await exclusively(layout.lock, START_MS, () => join(layout, fast));
  } catch (error) {
    throw writeProblem(layout.home, error);
  }
}

async function join(layout: Layout, fast: boolean): Promise<EmbeddedPostgres> {
  const entry = addProcessEntry(layout.users);
  try {
    return { ...(await bringUp(layout, fast)), stop: () => leave(layout, entry.leave) };
  } catch (error) {
    entry.leave();
    removeUnusedRunDirectory(layout);
    throw error;
  }
}

async function bringUp(layout: Layout, fast: boolean): Promise<Omit<EmbeddedPostgres, "stop">> {
  ensureRunDirectory(layout);
  const binaries = findBinaries(layout);
  const credentials = ensureCluster(layout, binaries, fast);
  const { pid, socketDirectory } = await ensureRunning({ layout, binaries, credentials, fast });
  // Always the socket that the URLs name, even if the running server chose another one than this process would.
  const fixed = { ...layout, run: socketDirectory };
  const start = (signal: AbortSignal) =>
    exclusively(
      layout.lock,
      START_MS,
      () => {
        ensureRunDirectory(fixed);
        return ensureRunning({ layout: fixed, binaries, credentials, fast, attemptsMs: 0, signal });
      },
      signal,
    );
  return {
    pid,
    home: layout.home,
    ownerUrl: urlFor("owner", credentials, socketDirectory),
    appUrl: urlFor("app", credentials, socketDirectory),
    superuserUrl: urlFor("superuser", credentials, socketDirectory, "postgres"),
    supervise: (options) => supervise({ layout: fixed, pid, start }, options),
  };
}

// Holds the lock, so that no process can join between the check for other users and the end of the server.
async function leave(layout: Layout, leavePresence: () => void): Promise<void> {
  try {
    await exclusively(layout.lock, POSTGRES_STEPS_MS.lock, async () => {
      leavePresence();
      const postmaster = liveProcesses(layout.users).length === 0 ? findPostmaster(layout) : null;
      if (postmaster) await shutDown(postmaster, layout.data);
      removeUnusedRunDirectory(layout);
    });
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    leavePresence(); // another user is still starting the server, and will end it
  }
}

function removeUnusedRunDirectory(layout: Layout): void {
  if (liveProcesses(layout.users).length === 0 && findPostmaster(layout) === null) removeRunDirectory(layout);
}
