import { processWide } from "../platform/process-wide";
import type { Trace } from "./context";
import { Durations } from "./durations";
import { gauges } from "./gauges";

interface ProcessMetrics {
  readonly durations: Durations;
  /** Token checks by outcome. */
  readonly checks: Map<string, number>;
}

/** The metrics of this process, shared by both mounts. */
const metrics = () =>
  processWide<ProcessMetrics>("request-metrics", () => ({ durations: new Durations(), checks: new Map() }));

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Counts an answered request. An unknown method counts as `other`, because clients must not create labels. */
export function countRequest(method: string, { route, startedAt }: Trace, status: number): void {
  metrics().durations.observe(
    METHODS.has(method) ? method : "other",
    route ?? "unknown",
    status,
    (performance.now() - startedAt) / 1000,
  );
}

/** Counts a token check by its outcome. */
export function countAuthentication(outcome: string): void {
  const { checks } = metrics();
  checks.set(outcome, (checks.get(outcome) ?? 0) + 1);
}

/** All metrics in the text format of Prometheus. */
export async function exposition(): Promise<string> {
  const { checks, durations } = metrics();
  return (await gauges(checks).metrics()) + durations.toString();
}

/** The source of `/api/metrics`: this process, or all workers if several share a port. */
export const metricsSource = () => processWide("metrics-source", () => ({ read: exposition }));

export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";
