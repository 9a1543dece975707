import pg from "pg";
import { singleHostUrl } from "../../lib/platform/db/writable-host";
import { runNode, scripts } from "../node";
import { PlainError } from "../plain-error";
import { connectTo } from "./connection";
import { applyGrants } from "./grants";
import { pendingMigrations } from "./plan";

/** The two ways into a database: as who owns it, and as who serves requests. They may be the same. */
export interface DatabaseUrls {
  ownerUrl: string;
  appUrl: string;
}

// Any number of our own ("latchkey" in ASCII, cut to 63 bits): whoever migrates a Latchkey database holds it.
const LOCK = 0x6c617463686b6579n;
const LOCK_WAIT = "10min";
const NO_LOCK = "55P03";

/**
 * Brings a database up to the migrations of this checkout and grants the serving role what it needs, under a lock, so
 * that any number of instances may start at once. Does nothing but look where nothing is missing. Throws PlainError
 * when the database cannot be reached, lacks rights, or is newer than the code.
 */
export async function migrate(urls: DatabaseUrls, log: (line: string) => void = () => undefined): Promise<string[]> {
  const owner = await connectTo(urls.ownerUrl, "MIGRATION_DATABASE_URL (or DATABASE_URL)");
  try {
    await takeLock(owner);
    const pending = await pendingMigrations(owner);
    if (pending.length > 0) await deploy(await singleHostUrl(urls.ownerUrl), pending, log);
    await applyGrants(owner, urls.appUrl);
    return pending;
  } finally {
    await owner.end(); // which lets go of the lock
  }
}

async function takeLock(client: pg.Client): Promise<void> {
  await client.query(`SET lock_timeout = '${LOCK_WAIT}'`);
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK.toString()]);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== NO_LOCK) throw error;
    throw new PlainError(`Another instance has been migrating the database for over ${LOCK_WAIT}.`, { cause: error });
  }
  await client.query("SET lock_timeout = 0");
}

async function deploy(ownerUrl: string, pending: string[], log: (line: string) => void): Promise<void> {
  log(`Migrating the database (${pending.length === 1 ? pending[0] : `${pending.length} migrations`}).`);
  const environment = { ...process.env, DATABASE_URL: ownerUrl, MIGRATION_DATABASE_URL: ownerUrl };
  const { status, timedOut, output } = await runNode([scripts.prisma, "migrate", "deploy"], {
    environment,
    apart: true,
  });
  if (status === 0) return;
  throw new PlainError(`The database could not be migrated${timedOut ? " in time" : ""}:\n\n${output.trim()}`);
}
