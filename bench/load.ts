import { cpuMicrosOf } from "./cpu";
import { flood } from "./generators/autocannon";
import type { Generator, LoadPlan } from "./generators/generator";
import { IN_PROCESS } from "./generators/in-process";
import { lookUpsAt } from "./look-ups";
import type { BenchTarget } from "./target";

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

/** Puts load on a target. Throws if an answer is not the expected one, because errors are fast. */
export async function load(generator: Generator, target: BenchTarget, plan: LoadPlan): Promise<BenchRound> {
  const { name, url, pid, status, beside } = target;
  const lookUpsBefore = await lookUpsAt(url);
  const cpuBefore = cpuMicrosOf(pid);
  const [{ answers, expected, failures, seconds, p50Ms, p99Ms }] = await Promise.all([
    (target.isInProcess ? IN_PROCESS : generator).send(target, plan),
    beside ? flood(target, beside, plan.seconds) : null,
  ]);
  const cpuMicros = cpuMicrosOf(pid) - cpuBefore;
  if (failures > 0 || expected !== answers)
    throw new Error(`${name}: of ${answers} answers ${expected} were ${status}, and ${failures} requests failed`);
  return {
    requestsPerSecond: answers / seconds,
    p50Ms,
    p99Ms,
    cpuMicros: cpuMicros / answers,
    coreShare: cpuMicros / (seconds * 1_000_000),
    lookUps: ((await lookUpsAt(url)) - lookUpsBefore) / answers,
  };
}
