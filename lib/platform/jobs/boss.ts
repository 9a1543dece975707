import type { ConstructorOptions, PgBoss } from "pg-boss";
import type pg from "pg";
import { createQueue, type Queue } from "../bounded-queue";
import { pool } from "../db";
import { logFailure } from "../db/failure-log";
import { log } from "../log";
import { processWide } from "../process-wide";

/** The schema of pg-boss's tables. A migration makes it (docs/decisions/0048-jobs-on-postgresql.md). */
export const JOB_SCHEMA = "pgboss";

/** The queue of all periodic jobs. */
export const PERIODIC_QUEUE = "periodic";

/**
 * A job whose process died is failed when no heartbeat came for a minute, and tried again. `exclusive`: of each job one
 * waits or runs at a time. Times in seconds.
 */
const PERIODIC_OPTIONS = {
  retryLimit: 3,
  retryDelay: 60,
  retryBackoff: true,
  heartbeatSeconds: 60,
  expireInSeconds: 15 * 60,
  retentionSeconds: 24 * 3_600,
  deleteAfterSeconds: 24 * 3_600,
} as const;

/** How often pg-boss asks the database, in seconds: as seldom as a job that runs by the hour needs. */
const INTERVALS = {
  cronMonitorIntervalSeconds: 45,
  cronWorkerIntervalSeconds: 45,
  superviseIntervalSeconds: 60,
  monitorIntervalSeconds: 60,
  queueCacheIntervalSeconds: 600,
  flowIntervalSeconds: 3_600,
} as const;

const statements = (): Queue => processWide("job-statements", () => createQueue({ concurrency: 1, waiting: 1_000 }));

/** One statement at a time, on the pool's connections that are not reserved for token checks. */
const database: NonNullable<ConstructorOptions["db"]> = {
  executeSql: (text, values) =>
    statements().run(async () => {
      const result = (await pool().query(text, values)) as pg.QueryResult | pg.QueryResult[];
      return { rows: [result].flat().flatMap(({ rows }) => rows as unknown[]) };
    }),
};

/** A pg-boss on this process's pool that never changes its schema. Loaded late, so that it does not slow the start. */
export async function createBoss(options: Pick<ConstructorOptions, "schedule" | "supervise">): Promise<PgBoss> {
  const { PgBoss } = await import("pg-boss");
  const boss = new PgBoss({
    ...INTERVALS,
    ...options,
    db: database,
    schema: JOB_SCHEMA,
    migrate: false,
    reindex: false,
    registerInstance: false,
    monitorVacuum: false,
  });
  boss.on("error", (error) => logFailure(error, "the job runner could not ask the database"));
  boss.on("warning", ({ message }) => log.warn({ message }, "a warning of the job runner"));
  return boss;
}

/** Makes the queue of periodic jobs, or brings its settings up to date. Needs no right to create tables. */
export async function ensureQueue(boss: PgBoss): Promise<void> {
  await boss.createQueue(PERIODIC_QUEUE, { ...PERIODIC_OPTIONS, policy: "exclusive" });
  await boss.updateQueue(PERIODIC_QUEUE, PERIODIC_OPTIONS);
}
