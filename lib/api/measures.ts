import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import { tokenCache } from "../access/token-cache";
import { pool } from "../platform/db";
import { processWide } from "../platform/process-wide";
import { usage } from "../usage/state";
import type { Trace } from "./context";
import { Durations } from "./durations";

interface Measures {
  readonly durations: Durations;
  /** Token checks by outcome. */
  readonly checks: Map<string, number>;
}

/** What this process counts; one for both mounts. */
const measures = () => processWide<Measures>("measures", () => ({ durations: new Durations(), checks: new Map() }));

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Counts a request that was answered. A method that nobody knows is `other`: clients must not make labels. */
export function countRequest(method: string, { route, startedAt }: Trace, status: number): void {
  measures().durations.observe(
    METHODS.has(method) ? method : "other",
    route ?? "unknown",
    status,
    (performance.now() - startedAt) / 1000,
  );
}

/** Counts a token check by its outcome. */
export function countAuthentication(outcome: string): void {
  const { checks } = measures();
  checks.set(outcome, (checks.get(outcome) ?? 0) + 1);
}

/** Everything counted so far, in the text format of Prometheus. */
export async function exposition(): Promise<string> {
  return (await registry().metrics()) + measures().durations.toString();
}

/** Where `/api/metrics` reads from: this process, unless it is one of several behind one port. */
export const metricsSource = () => processWide("metrics-source", () => ({ read: exposition }));

export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** The rest of it: what is read when it is asked for. */
function registry(): Registry {
  return processWide("metrics", () => {
    const register = new Registry();
    const registers = [register];
    collectDefaultMetrics({ register, prefix: "latchkey_" });
    new Counter({
      name: "latchkey_token_checks_total",
      help: "Checks of API tokens, by outcome.",
      labelNames: ["outcome"],
      registers,
      collect: collectChecks,
    });
    new Counter({
      name: "latchkey_token_lookups_total",
      help: "Checks of API tokens that asked the database.",
      registers,
      collect: collectLookUps,
    });
    new Gauge({
      name: "latchkey_database_connections",
      help: "Connections of the pool, by state.",
      labelNames: ["state"],
      registers,
      collect: collectPool,
    });
    new Gauge({
      name: "latchkey_usage_dropped_requests",
      help: "Requests whose usage was never written.",
      registers,
      collect: collectDropped,
    });
    return register;
  });
}

function collectChecks(this: Counter<"outcome">): void {
  this.reset();
  for (const [outcome, count] of measures().checks) this.inc({ outcome }, count);
}

function collectLookUps(this: Counter): void {
  this.reset();
  this.inc(tokenCache().lookUps);
}

function collectPool(this: Gauge<"state">): void {
  const { totalCount, idleCount, waitingCount } = pool();
  this.set({ state: "busy" }, totalCount - idleCount);
  this.set({ state: "idle" }, idleCount);
  this.set({ state: "waited_for" }, waitingCount);
}

function collectDropped(this: Gauge): void {
  this.set(usage().dropped);
}
