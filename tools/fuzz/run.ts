import fc from "fast-check";
import { request as send } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { FuzzAnswer, FuzzRequest } from "./request";

/** The parameters of a run. */
export interface FuzzLimits {
  readonly requests: number;
  readonly seed: number;
  /** The slowest answer that is accepted, in ms. */
  readonly slowestMs: number;
}

/** The result of a run. */
export interface FuzzFindings {
  readonly requests: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly slowest: { readonly ms: number; readonly request: FuzzRequest } | null;
  /** The failures, each with its request. */
  readonly bad: readonly string[];
}

/** The number of concurrent requests. */
const AT_ONCE = 4;
/** How long one request may take before it counts as not answered, in ms. */
const TIMEOUT_MS = 30_000;

/**
 * Sends generated requests and records each that gets a 5xx, a late answer or none. The seed determines all requests. A
 * server that has too much to do may answer 503 with Retry-After: such a request is sent once more.
 */
export async function runFuzz(
  url: string,
  requests: fc.Arbitrary<FuzzRequest>,
  { requests: count, seed, slowestMs }: FuzzLimits,
): Promise<FuzzFindings> {
  const queue = fc.sample(requests, { numRuns: count, seed }).entries();
  const statuses: Record<string, number> = {};
  const bad: string[] = [];
  let slowest: FuzzFindings["slowest"] = null;
  const work = async () => {
    for (const [index, request] of queue) {
      const { status, ms } = await patientAnswerTo(url, request);
      const group = status === 0 ? "none" : `${Math.floor(status / 100)}xx`;
      const key = `${request.surface} ${group}`;
      statuses[key] = (statuses[key] ?? 0) + 1;
      if (ms > (slowest?.ms ?? 0)) slowest = { ms, request };
      const problem =
        status === 0 ? "no answer" : status >= 500 ? String(status) : ms > slowestMs ? `${Math.round(ms)} ms` : null;
      if (problem !== null) bad.push(`#${index} ${problem}: ${described(request)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { requests: count, statuses, slowest, bad };
}

/** Describes a request in one line. */
export function described({ method, target, headers, body }: FuzzRequest): string {
  const line = JSON.stringify({ request: `${method} ${target}`, headers, body });
  return line.length > 1_500 ? `${line.slice(0, 1_500)}…` : line;
}

async function patientAnswerTo(url: string, request: FuzzRequest): Promise<FuzzAnswer> {
  const answer = await answerTo(url, request);
  if (answer.status !== 503 || answer.retryAfter === null) return answer;
  await sleep(answer.retryAfter * 1_000);
  return answerTo(url, request);
}

function answerTo(url: string, { method, target, headers, body }: FuzzRequest): Promise<FuzzAnswer> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const done = (status: number, retryAfter: string | null = null) =>
      resolve({
        status,
        ms: performance.now() - startedAt,
        retryAfter: retryAfter === null ? null : Number(retryAfter),
      });
    const bytes = body === null ? null : Buffer.from(body);
    const { hostname, port } = new URL(url);
    const raw = headers.flatMap(([name, value]) => [name, value.trim()]);
    const sent = send(
      {
        hostname,
        port,
        method,
        path: target,
        headers: [
          "host",
          `${hostname}:${port}`,
          ...raw,
          ...(bytes ? ["content-length", String(bytes.byteLength)] : []),
        ],
        timeout: TIMEOUT_MS,
        agent: false,
      },
      (response) => {
        response.resume();
        response.once("close", () => done(response.statusCode ?? 0, response.headers["retry-after"] ?? null));
      },
    );
    sent.once("timeout", () => sent.destroy());
    sent.once("error", () => done(0));
    sent.end(bytes);
  });
}
