import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "../env";
import { log } from "../log";
import { processWide } from "../process-wide";
import { PrismaClient } from "./generated/client";
import { DatabasePool, READ_TIMEOUT_MS } from "./pool";
import { queryOn, type RunQuery } from "./run-query";
import { nameOf } from "./statement-names";

/** A Prisma client inside a transaction. */
export type Tx = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

/**
 * The server's statement timeout in ms, equal to the timeout of a read. A transaction sets a longer one
 * (transaction.ts). Behind a pooler that ignores start-up parameters only the client's limits hold.
 */
const STATEMENT_TIMEOUT = READ_TIMEOUT_MS;
/** When an idle connection is closed, in ms. Only on Vercel, where processes are short-lived. */
const IDLE_TIMEOUT_HOSTED = 10_000;

/** The connection pool that Prisma and the raw hot path share. */
export function pool(): DatabasePool {
  return processWide("pool", () => {
    const { DATABASE_URL, DATABASE_POOL_SIZE, VERCEL } = env();
    const created = new DatabasePool({
      connectionString: DATABASE_URL,
      max: DATABASE_POOL_SIZE,
      statement_timeout: STATEMENT_TIMEOUT,
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

/** Runs a statement on any connection of the pool. */
export const queryPool: RunQuery = (sql, values) => queryOn(pool())(sql, values);

/** The Prisma client of this process. */
export function db(): PrismaClient {
  return processWide("prisma", () => {
    const adapter = new PrismaPg(pool(), { disposeExternalPool: false, statementNameGenerator: nameOf });
    return new PrismaClient({ adapter, errorFormat: "minimal" });
  });
}

/** Closes the pool. Only for shutdown. */
export async function closeDatabase(): Promise<void> {
  await db().$disconnect();
  await pool().end();
}
