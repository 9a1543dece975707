import autocannon from "autocannon";
import { isSeveral, type BenchTarget } from "../target";
import { CONNECTIONS, type Generator, type LoadPlan, type Sent } from "./generator";

/** In this process. It takes a core for itself, and so limits what is faster than bare node:http. */
export const AUTOCANNON: Generator = { name: "autocannon", send };

async function send(target: BenchTarget, { seconds, awake }: LoadPlan): Promise<Sent> {
  const { url, status } = target;
  const sending = autocannon({ url, ...requestsOf(target), connections: CONNECTIONS, duration: seconds });
  const result = await (awake ? whileAwake(sending) : sending);
  return {
    answers: result["2xx"] + result.non2xx,
    expected: result.statusCodeStats?.[`${status}`]?.count ?? 0,
    failures: result.errors,
    seconds: result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  };
}

/** Sends the requests beside a target, so many a second. Throws if they were not sent. */
export async function flood(
  { name, url }: BenchTarget,
  { call, perSecond }: NonNullable<BenchTarget["beside"]>,
  seconds: number,
): Promise<void> {
  const result = await autocannon({
    url,
    ...requestsOf({ url, call }),
    connections: 10,
    overallRate: perSecond,
    duration: seconds,
  });
  const sent = result["2xx"] + result.non2xx;
  if (result.errors > 0 || sent < (perSecond * seconds) / 2)
    throw new Error(`${name}: only ${sent} requests beside it were answered`);
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
function requestsOf({
  url,
  call,
}: Pick<BenchTarget, "url" | "call">): Pick<autocannon.Options, "requests" | "method" | "headers" | "body"> {
  const { pathname, search } = new URL(url);
  const path = pathname + search;
  if (isSeveral(call)) return { requests: call.map((one) => ({ method: "GET", path, ...one })) };
  if (typeof call !== "function") return call;
  const { method = "GET" } = call();
  return { requests: [{ method, path, setupRequest: (request) => ({ ...request, ...call() }) }] };
}
