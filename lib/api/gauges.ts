import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import { tokenCache } from "../access/token-cache";
import { pool } from "../platform/db";
import { probeWrites } from "../platform/db/probe";
import { pageCounts } from "../platform/http/page-count";
import { processWide } from "../platform/process-wide";
import { RUNTIME } from "../platform/runtime";
import { countedSweeps, type SweepCount } from "../retention/run-sweep";
import { requestsIn, usage } from "../usage/state";
import manifest from "../../package.json";

/** The running version of Latchkey. */
const VERSION: string = manifest.version;

/**
 * Gauges of the library that are named like counters, which `promtool check metrics` refuses. Their sums by type are
 * also exported under other names.
 */
const MISNAMED = ["handles", "requests", "resources"].map((kind) => `latchkey_nodejs_active_${kind}_total`);

/** The metrics that are read on each scrape. `checks` are token checks by outcome. */
export function gauges(checks: ReadonlyMap<string, number>): Registry {
  return processWide("metrics", () => {
    const register = new Registry();
    collectDefaultMetrics({ register, prefix: "latchkey_" });
    for (const name of MISNAMED) register.removeSingleMetric(name);
    addBuild(register);
    addDatabase(register);
    addCache(register);
    addUsage(register);
    addCounts(register, checks);
    addSweeps(register);
    return register;
  });
}

function addBuild(register: Registry): void {
  new Gauge({
    name: "latchkey_build_info",
    help: "1, with the version of Latchkey, the runtime, and the version of Node.js that it is or emulates as labels.",
    labelNames: ["version", "node", "runtime"],
    registers: [register],
  }).set({ version: VERSION, node: process.version, runtime: RUNTIME }, 1);
}

function addDatabase(register: Registry): void {
  new Gauge({
    name: "latchkey_database_up",
    help: "1 if the database answers and accepts writes, else 0.",
    registers: [register],
    async collect() {
      this.set(
        await probeWrites().then(
          () => 1,
          () => 0,
        ),
      );
    },
  });
  new Gauge({
    name: "latchkey_database_connections",
    help: "Connections of the pool, by state.",
    labelNames: ["state"],
    registers: [register],
    collect() {
      const { totalCount, idleCount, waitingCount } = pool();
      this.set({ state: "busy" }, totalCount - idleCount);
      this.set({ state: "idle" }, idleCount);
      this.set({ state: "waited_for" }, waitingCount);
    },
  });
}

function addCache(register: Registry): void {
  gauge(register, "latchkey_token_cache_lease_held", "1 if the token cache may answer now, else 0.", () =>
    Number(tokenCache().state.holds),
  );
  gauge(register, "latchkey_token_cache_tokens", "Tokens in the cache.", () => tokenCache().state.size);
  counter(register, "latchkey_token_cache_hits_total", "Token checks answered from memory.", () => tokenCache().hits);
  counter(
    register,
    "latchkey_token_lookups_total",
    "Token checks that asked the database.",
    () => tokenCache().lookUps,
  );
}

function addUsage(register: Registry): void {
  gauge(register, "latchkey_usage_pending_requests", "Requests whose usage is not written yet.", () => {
    const { batch, ...pending } = usage();
    return requestsIn(pending) + (batch ? requestsIn(batch) : 0);
  });
  counter(
    register,
    "latchkey_usage_failed_writes_total",
    "Writes of usage that failed; most are repeated later.",
    () => usage().failedWrites,
  );
  counter(
    register,
    "latchkey_usage_dropped_requests_total",
    "Requests whose usage was never written.",
    () => usage().dropped,
  );
  new Counter({
    name: "latchkey_api_checks_total",
    help: "Requests with tokens, by the API that was asked about and by outcome.",
    labelNames: ["api", "outcome"],
    registers: [register],
    collect() {
      this.reset();
      for (const [api, counts] of usage().byApi)
        for (const [outcome, count] of counts) this.inc({ api, outcome }, count);
    },
  });
}

function addCounts(register: Registry, checks: ReadonlyMap<string, number>): void {
  new Counter({
    name: "latchkey_token_checks_total",
    help: "Checks of API tokens, by outcome.",
    labelNames: ["outcome"],
    registers: [register],
    collect() {
      this.reset();
      for (const [outcome, count] of checks) this.inc({ outcome }, count);
    },
  });
  new Counter({
    name: "latchkey_page_requests_total",
    help: "Pages and forms of the console that were answered, by status.",
    labelNames: ["status"],
    registers: [register],
    collect() {
      this.reset();
      for (const [status, count] of pageCounts()) this.inc({ status: String(status) }, count);
    },
  });
}

function addSweeps(register: Registry): void {
  const bySweep = (name: string, help: string, read: (count: SweepCount) => number) =>
    new Counter({
      name,
      help,
      labelNames: ["sweep"],
      registers: [register],
      collect() {
        this.reset();
        for (const [sweep, count] of countedSweeps()) this.inc({ sweep }, read(count));
      },
    });
  bySweep("latchkey_sweep_rows_total", "Rows that sweeps deleted, by sweep.", ({ rows }) => rows);
  bySweep("latchkey_sweep_seconds_total", "How long sweeps took, in seconds, by sweep.", ({ seconds }) => seconds);
  new Counter({
    name: "latchkey_sweep_runs_total",
    help: "Runs of sweeps, by sweep and by outcome.",
    labelNames: ["sweep", "outcome"],
    registers: [register],
    collect() {
      this.reset();
      for (const [sweep, { done, failed }] of countedSweeps()) {
        this.inc({ sweep, outcome: "done" }, done);
        this.inc({ sweep, outcome: "failed" }, failed);
      }
    },
  });
}

function gauge(register: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [register],
    collect() {
      this.set(read());
    },
  });
}

/** A counter whose value is read from elsewhere. */
function counter(register: Registry, name: string, help: string, read: () => number): void {
  new Counter({
    name,
    help,
    registers: [register],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
}
