import pg from "pg";
import { afterAll, afterEach, expect, test } from "vitest";
import { useTestDatabase } from "../../../tools/testing/use-database";
import { closeDatabase, pool } from "../db";
import { createBoss, ensureQueue, PERIODIC_QUEUE } from "./boss";
import type { PeriodicJob } from "./job";
import { runJobsNow } from "./run-now";
import { JobRunner } from "./runner";

const urls = useTestDatabase();
const runners: JobRunner[] = [];
afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.stop();
  await pool().query(`DELETE FROM pgboss.schedule`);
  await pool().query(`DELETE FROM pgboss.job_common`);
});
afterAll(closeDatabase);

const runnerOf = (...jobs: PeriodicJob[]) => {
  const runner = new JobRunner(jobs);
  runners.push(runner);
  return runner;
};
const jobOf = (name: string, run: PeriodicJob["run"]): PeriodicJob => ({ name, cron: "0 0 1 1 *", run });

async function ask<Row extends object>(sql: string): Promise<Row[]> {
  return (await pool().query<Row>(sql)).rows;
}
const jobsInQueue = () =>
  ask<{ job: string; state: string }>(
    `SELECT data->>'job' AS job, state::text FROM pgboss.job WHERE name = '${PERIODIC_QUEUE}' ORDER BY created_on`,
  );

async function enqueue(name: string): Promise<void> {
  const boss = await createBoss({ schedule: false, supervise: false });
  await boss.start();
  await ensureQueue(boss);
  await boss.send(PERIODIC_QUEUE, { job: name }, { singletonKey: name });
  await boss.stop({ graceful: false, close: false });
}

/** Every table, index, type and function of the database, by its identity. */
async function objects(): Promise<string[]> {
  const client = new pg.Client({ connectionString: urls.ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ object: string }>(
    `SELECT 'relation ' || oid::regclass AS object FROM pg_class WHERE relnamespace::regnamespace::text !~ '^pg_'
     UNION ALL SELECT 'function ' || oid::regprocedure FROM pg_proc WHERE pronamespace::regnamespace::text !~ '^pg_'
       ORDER BY 1`,
  );
  await client.end();
  return rows.map(({ object }) => object);
}

test("the migrations make exactly the schema that this version of pg-boss expects", async () => {
  const boss = await createBoss({ schedule: false, supervise: false });
  await boss.start(); // refuses a schema of another version
  expect(await boss.schemaVersion()).toBe(46);
  expect(await boss.detectSchemaDrift()).toMatchObject({ ok: true });
  await boss.stop({ graceful: false, close: false });
});

test("the role that serves requests runs jobs without the right to create anything", async () => {
  for (const schema of ["public", "pgboss"])
    await expect(pool().query(`CREATE TABLE ${schema}.mine (x int)`)).rejects.toMatchObject({ code: "42501" });
  const before = await objects();
  let ran = 0;
  const job = jobOf("one", async () => void (ran += 1));
  await enqueue("one");
  const runner = runnerOf(job);
  runner.start();
  await expect.poll(() => ran).toBe(1);
  expect(await runJobsNow([job], 10_000)).toEqual([{ job: "one", outcome: "done" }]);
  expect(await objects()).toEqual(before);
});

test("all that is asked of the database takes one connection at a time", async () => {
  let busy = 0;
  let most = 0;
  pool().on("acquire", () => (most = Math.max(most, (busy += 1))));
  pool().on("release", () => (busy -= 1));
  const runner = runnerOf(jobOf("one", async () => undefined));
  runner.start();
  await runner.started();
  pool().removeAllListeners("acquire").removeAllListeners("release");
  expect(most).toBe(1);
});

test("each job has one schedule, however many instances start", async () => {
  const started = [1, 2, 3].map(() =>
    runnerOf(
      jobOf("one", async () => undefined),
      jobOf("two", async () => undefined),
    ),
  );
  for (const runner of started) runner.start();
  await Promise.all(started.map((runner) => runner.started()));
  expect(await ask(`SELECT key, cron, timezone FROM pgboss.schedule ORDER BY 1`)).toEqual([
    { key: "one", cron: "0 0 1 1 *", timezone: "UTC" },
    { key: "two", cron: "0 0 1 1 *", timezone: "UTC" },
  ]);
});

test("a job that waits or runs is not queued a second time", async () => {
  await enqueue("one");
  await enqueue("one");
  let running: (() => void) | undefined;
  let end: (() => void) | undefined;
  const isRunning = new Promise<void>((resolve) => (running = resolve));
  const mayEnd = new Promise<void>((resolve) => (end = resolve));
  const slow = jobOf("one", async () => {
    running?.();
    await mayEnd;
  });
  const first = runJobsNow([slow], 30_000);
  await isRunning;
  expect(await runJobsNow([slow], 30_000)).toEqual([]); // another instance, at the same time
  end?.();
  expect(await first).toEqual([{ job: "one", outcome: "done" }]);
});

test("a job that fails is reported, kept, and tried again", async () => {
  let attempts = 0;
  const job = jobOf("one", async () => {
    attempts += 1;
    if (attempts === 1) throw new Error("not now");
  });
  expect(await runJobsNow([job], 10_000)).toEqual([{ job: "one", outcome: "failed" }]);
  expect(await jobsInQueue()).toEqual([{ job: "one", state: "retry" }]);
  await pool().query(`UPDATE pgboss.job_common SET start_after = now()`);
  expect(await runJobsNow([job], 10_000)).toEqual([{ job: "one", outcome: "done" }]);
});

test("a job that takes longer than the time that is left is ended, and queued again", async () => {
  const endless = jobOf("one", (signal) => {
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
  });
  expect(await runJobsNow([endless], 4_000)).toEqual([{ job: "one", outcome: "unfinished" }]);
  expect(await jobsInQueue()).toEqual([{ job: "one", state: "retry" }]);
});

test("a job whose process was killed is run again when its heartbeat is missed", async () => {
  await enqueue("one");
  const killed = await createBoss({ schedule: false, supervise: false });
  await killed.start();
  expect(await killed.fetch(PERIODIC_QUEUE)).toHaveLength(1); // and is never heard of again
  let runs = 0;
  const job = jobOf("one", async () => void (runs += 1));
  expect(await runJobsNow([job], 10_000)).toEqual([]);
  await pool().query(`UPDATE pgboss.job_common SET heartbeat_on = now() - interval '2 minutes'`);
  await pool().query(`UPDATE pgboss.queue SET monitor_on = NULL, monitor_claim_on = NULL`);
  expect(await runJobsNow([job], 10_000)).toEqual([]);
  expect(await jobsInQueue()).toEqual([{ job: "one", state: "retry" }]);
  await pool().query(`UPDATE pgboss.job_common SET start_after = now()`);
  expect(await runJobsNow([job], 10_000)).toEqual([{ job: "one", outcome: "done" }]);
  expect(runs).toBe(1);
  await killed.stop({ graceful: false, close: false });
});

test("stopping ends a running job, which is kept for another run", async () => {
  await enqueue("one");
  let reason: unknown;
  let isRunning = false;
  const runner = runnerOf(
    jobOf("one", (signal) => {
      isRunning = true;
      return new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
          reason = signal.reason;
          reject(signal.reason as Error);
        });
      });
    }),
  );
  runner.start();
  await expect.poll(() => isRunning).toBe(true);
  await runner.stop();
  expect(reason).toBeInstanceOf(Error);
  expect(await jobsInQueue()).toEqual([{ job: "one", state: "retry" }]);
});

test("a job of another version is passed over", async () => {
  await enqueue("from-tomorrow");
  expect(await runJobsNow([], 10_000)).toEqual([{ job: "from-tomorrow", outcome: "done" }]);
});
