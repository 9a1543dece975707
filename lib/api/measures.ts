import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { pool } from "../db";
import { processWide } from "../runtime";
import { usage } from "../usage/state";
import type { Trace } from "./context";

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** What this process counts, for Prometheus; one registry for both mounts. */
function measures() {
  return processWide("measures", () => {
    const registry = new Registry();
    const registers = [registry];
    collectDefaultMetrics({ register: registry, prefix: "latchkey_" });
    new Gauge({ name: "latchkey_database_connections", help: "Connections of the pool, by state.", labelNames: ["state"], registers, collect: collectPool });
    new Gauge({ name: "latchkey_usage_dropped_requests", help: "Requests whose usage was never written.", registers, collect: collectDropped });
    return {
      registry,
      requests: new Histogram({ name: "latchkey_api_request_seconds", help: "Duration of API requests.", labelNames: ["method", "route", "status"], buckets: SECONDS, registers }),
      authentications: new Counter({ name: "latchkey_token_checks_total", help: "Checks of API tokens, by outcome.", labelNames: ["outcome"], registers }),
    };
  });
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

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Counts a request that was answered. A method that nobody knows is `other`: clients must not make labels. */
export function countRequest(method: string, { route, startedAt }: Trace, status: number): void {
  measures().requests.observe({ method: METHODS.has(method) ? method : "other", route, status }, (performance.now() - startedAt) / 1000);
}

/** Counts a token check by its outcome. */
export function countAuthentication(outcome: string): void {
  measures().authentications.inc({ outcome });
}

/** Everything counted so far, in the text format of Prometheus. */
export function exposition(): Promise<string> {
  return measures().registry.metrics();
}

export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";
