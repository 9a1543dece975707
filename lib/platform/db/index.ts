import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "../env";
import { log } from "../log";
import { processWide } from "../process-wide";
import { PrismaClient } from "./generated/client";

export type Db = PrismaClient;
/** A Prisma client inside a transaction. */
export type Tx = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

/**
 * How long a request waits for a connection before it counts the database as away, and for a statement: the server ends
 * it first, unless there is no server to be heard of any more. In ms. A transaction may give itself more, up to the last
 * of the three (SET LOCAL statement_timeout). Token checks are stricter: see prepared.ts.
 */
const CONNECT_TIMEOUT = 5_000;
const STATEMENT_TIMEOUT = 15_000;
const ANSWER_TIMEOUT = 61_000;
/** After how long an unused connection is closed, in ms: on Vercel, where processes come and go; else never. */
const IDLE_TIMEOUT_HOSTED = 10_000;

/** The connection pool that Prisma and the raw hot path share. */
export function pool(): pg.Pool {
  return processWide("pool", () => {
    const { DATABASE_URL, DATABASE_POOL_SIZE, VERCEL } = env();
    const created = new pg.Pool({
      connectionString: DATABASE_URL,
      max: DATABASE_POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      statement_timeout: STATEMENT_TIMEOUT,
      query_timeout: ANSWER_TIMEOUT,
      idleTimeoutMillis: VERCEL ? IDLE_TIMEOUT_HOSTED : 0,
      keepAlive: true,
      application_name: "latchkey",
    });
    created.on("error", (error) => {
      if (!created.ending)
        log.warn(
          { code: (error as { code?: string }).code, message: error.message },
          "an idle database connection ended",
        );
    });
    return created;
  });
}

/** The Prisma client of this process. */
export function db(): PrismaClient {
  return processWide(
    "prisma",
    () => new PrismaClient({ adapter: new PrismaPg(pool(), { disposeExternalPool: false }), errorFormat: "minimal" }),
  );
}

/** Closes the pool; only at shutdown. */
export async function closeDatabase(): Promise<void> {
  await db().$disconnect();
  await pool().end();
}
