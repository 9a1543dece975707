import autocannon from "autocannon";
import { cpuMicrosOf } from "./cpu";
import { lookUpsAt } from "./look-ups";

/** What one request carries. */
export interface BenchCall {
  readonly method?: "GET" | "POST";
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A server and the requests for it. */
export interface BenchTarget {
  readonly name: string;
  readonly url: string;
  /** The process that answers. */
  readonly pid: number;
  /** The status that every answer must have. */
  readonly status: number;
  /**
   * The request, or several that each connection sends in turn, or a function that makes the next one if there are too
   * many.
   */
  readonly call: BenchCall | readonly BenchCall[] | (() => BenchCall);
  /**
   * Each request uses another token. The write of its use some seconds later is part of this row's cost, not of the
   * next.
   */
  readonly leavesUses?: boolean;
  /** Its statements are some for each second, not for each request: it is measured as if it had none. */
  readonly isHot?: boolean;
  /** Other requests to the same server meanwhile, so many a second. They are not measured. */
  readonly beside?: { readonly call: BenchTarget["call"]; readonly perSecond: number };
}

/** One round of load on one target. */
export interface BenchRound {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU time of the answering process per request; NaN if the system does not report it. */
  readonly cpuMicros: number;
  /** How much of one core the answering process had; NaN if the system does not report it. */
  readonly coreShare: number;
  /** How many checks asked the database, per request; NaN if the server does not count them. */
  readonly lookUps: number;
}

const CONNECTIONS = 50;

/**
 * Puts load on a target for some seconds; with `awake`, this process never sleeps. Throws if an answer is not the
 * expected one, because errors are fast.
 */
export async function load(
  target: BenchTarget,
  { seconds, awake }: { readonly seconds: number; readonly awake: boolean },
): Promise<BenchRound> {
  const { name, url, pid, status } = target;
  const lookUpsBefore = await lookUpsAt(url);
  const cpuBefore = cpuMicrosOf(pid);
  const flood = target.beside ? flooding(target, target.beside, seconds) : null;
  const sending = autocannon({ url, ...requestsOf(target), connections: CONNECTIONS, duration: seconds });
  const result = await (awake ? whileAwake(sending) : sending);
  await flood;
  const cpuMicros = cpuMicrosOf(pid) - cpuBefore;
  const expected = result.statusCodeStats?.[`${status}`]?.count ?? 0;
  const total = result["2xx"] + result.non2xx;
  if (result.errors > 0 || expected !== total)
    throw new Error(`${name}: of ${total} answers ${expected} were ${status}, and ${result.errors} requests failed`);
  return {
    requestsPerSecond: total / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    cpuMicros: cpuMicros / total,
    coreShare: cpuMicros / (result.duration * 1_000_000),
    lookUps: ((await lookUpsAt(url)) - lookUpsBefore) / total,
  };
}

/** Throws if the other requests were not sent. */
async function flooding(
  target: BenchTarget,
  { call, perSecond }: NonNullable<BenchTarget["beside"]>,
  seconds: number,
): Promise<void> {
  const { url } = target;
  const result = await autocannon({
    url,
    ...requestsOf({ ...target, call }),
    connections: 10,
    overallRate: perSecond,
    duration: seconds,
  });
  const sent = result["2xx"] + result.non2xx;
  if (result.errors > 0 || sent < (perSecond * seconds) / 2)
    throw new Error(`${target.name}: only ${sent} requests beside it were answered`);
}

/**
 * Keeps this process from sleeping until `work` is done. To answer a process that sleeps on another core, a server has
 * to wake it. In a virtual machine that may cost more than a check (docs/decisions/0029), and only slower servers, for
 * which the generator waits, would pay it.
 */
async function whileAwake<T>(work: PromiseLike<T>): Promise<T> {
  let done = false;
  const turn = () => {
    if (!done) setImmediate(turn);
  };
  turn();
  try {
    return await work;
  } finally {
    done = true;
  }
}

/**
 * A few requests are built once. Building one costs the generator about as much as sending it. That also slows the
 * server: it finds fewer requests each time it polls, and polling costs more than answering. Targets that are compared
 * must build their requests in the same way.
 */
function requestsOf({ url, call }: BenchTarget): Pick<autocannon.Options, "requests" | "method" | "headers" | "body"> {
  const { pathname, search } = new URL(url);
  const path = pathname + search;
  if (isSeveral(call)) return { requests: call.map((one) => ({ method: "GET", path, ...one })) };
  if (typeof call !== "function") return call;
  const { method = "GET" } = call();
  return { requests: [{ method, path, setupRequest: (request) => ({ ...request, ...call() }) }] };
}

/** The requests of a target, one after the other. */
export function nextCall({ call }: BenchTarget): () => BenchCall {
  if (typeof call === "function") return call;
  const calls: readonly BenchCall[] = isSeveral(call) ? call : [call];
  let next = 0;
  return () => calls[next++ % calls.length] as BenchCall;
}

const isSeveral = (call: BenchTarget["call"]): call is readonly BenchCall[] => Array.isArray(call);
