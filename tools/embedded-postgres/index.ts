import { writeProblem } from "../plain-error";
import { announce, exclusively, neighbours } from "../process-lock";
import { findBinaries } from "./binaries";
import { ensureCluster } from "./cluster";
import { urlFor } from "./credentials";
import { type Layout, prepareLayout } from "./layout";
import { findPostmaster } from "./postmaster";
import { ensureRunning, shutDown } from "./server";

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
  /** Leaves it; the last process that uses it ends it. */
  stop(): Promise<void>;
}

export interface Options {
  /** Holds everything, in `postgres/`. */
  dataDir: string;
  /** Trades durability for speed: for databases of tests only. */
  fast?: boolean;
}

const START_MS = 320_000;
const STOP_MS = 5_000;

/**
 * Starts the embedded PostgreSQL of a data directory, or joins the one that runs there, be it another process's or
 * left behind by a killed one. Any number of processes may call it at once. See docs/decisions/0001-embedded-postgresql.md.
 */
export async function startEmbeddedPostgres({ dataDir, fast = false }: Options): Promise<EmbeddedPostgres> {
  const layout = prepareLayout(dataDir);
  try {
    return await exclusively(layout.lock, START_MS, () => join(layout, fast));
  } catch (error) {
    throw writeProblem(layout.home, error);
  }
}

async function join(layout: Layout, fast: boolean): Promise<EmbeddedPostgres> {
  const presence = announce(layout.users);
  try {
    return { ...(await bringUp(layout, fast)), stop: () => leave(layout, presence.leave) };
  } catch (error) {
    presence.leave();
    throw error;
  }
}

async function bringUp(layout: Layout, fast: boolean): Promise<Omit<EmbeddedPostgres, "stop">> {
  const binaries = findBinaries(layout);
  const credentials = ensureCluster(layout, binaries, fast);
  const { pid, socketDirectory } = await ensureRunning(layout, binaries, credentials, fast);
  return {
    pid,
    home: layout.home,
    ownerUrl: urlFor("owner", credentials, socketDirectory),
    appUrl: urlFor("app", credentials, socketDirectory),
    superuserUrl: urlFor("superuser", credentials, socketDirectory, "postgres"),
  };
}

// Under the lock: nobody can join between "I am the last" and the end of the server.
async function leave(layout: Layout, leavePresence: () => void): Promise<void> {
  await exclusively(layout.lock, STOP_MS, async () => {
    leavePresence();
    const postmaster = neighbours(layout.users).length === 0 ? findPostmaster(layout) : null;
    if (postmaster) await shutDown(postmaster, layout.data);
  });
}
