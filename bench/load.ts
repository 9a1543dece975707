import autocannon from "autocannon";
import { cpuMicrosOf } from "./cpu";

/** What is asked of whom. */
export interface Target {
  readonly name: string;
  readonly url: string;
  /** The process that answers. */
  readonly pid: number;
  readonly headers?: Record<string, string>;
  /** The status that every answer must have. */
  readonly status: number;
}

/** One round of load on one target. */
export interface Round {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU time of the answering process per request; NaN where the system does not tell. */
  readonly cpuMicros: number;
}

const CONNECTIONS = 50;

/** Puts load on a target for some seconds. Throws when an answer is not the expected one: a fast error is no result. */
export async function load({ name, url, pid, headers = {}, status }: Target, seconds: number): Promise<Round> {
  const before = cpuMicrosOf(pid);
  const result = await autocannon({ url, headers, connections: CONNECTIONS, duration: seconds });
  const expected = result.statusCodeStats?.[`${status}`]?.count ?? 0;
  const total = result["2xx"] + result.non2xx;
  if (result.errors > 0 || expected !== total) throw new Error(`${name}: of ${total} answers ${expected} were ${status}, and ${result.errors} requests failed`);
  const cpuMicros = (cpuMicrosOf(pid) - before) / total;
  return { requestsPerSecond: total / result.duration, p50Ms: result.latency.p50, p99Ms: result.latency.p99, cpuMicros };
}
