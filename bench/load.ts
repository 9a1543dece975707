import autocannon from "autocannon";
import { cpuMicrosOf } from "./cpu";

/** What one request carries. */
export interface Call {
  readonly method?: "GET" | "POST";
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** What is asked of whom. */
export interface Target {
  readonly name: string;
  readonly url: string;
  /** The process that answers. */
  readonly pid: number;
  /** The status that every answer must have. */
  readonly status: number;
  /** The request, or how the next one is made where each is another. */
  readonly call: Call | (() => Call);
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
export async function load(target: Target, seconds: number): Promise<Round> {
  const { name, url, pid, status } = target;
  const before = cpuMicrosOf(pid);
  const result = await autocannon({ url, ...requestsOf(target), connections: CONNECTIONS, duration: seconds });
  const expected = result.statusCodeStats?.[`${status}`]?.count ?? 0;
  const total = result["2xx"] + result.non2xx;
  if (result.errors > 0 || expected !== total) throw new Error(`${name}: of ${total} answers ${expected} were ${status}, and ${result.errors} requests failed`);
  const cpuMicros = (cpuMicrosOf(pid) - before) / total;
  return { requestsPerSecond: total / result.duration, p50Ms: result.latency.p50, p99Ms: result.latency.p99, cpuMicros };
}

/** Requests that are all alike are made once; to make each anew costs the generator about as much as to send it. */
function requestsOf({ url, call }: Target): Pick<autocannon.Options, "requests" | "method" | "headers" | "body"> {
  if (typeof call !== "function") return call;
  const { pathname, search } = new URL(url);
  const { method = "GET" } = call();
  return { requests: [{ method, path: pathname + search, setupRequest: (request) => ({ ...request, ...call() }) }] };
}
