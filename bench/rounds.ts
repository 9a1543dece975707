import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { FLUSH_EVERY_MS } from "../lib/usage/schedule";
import type { Generator } from "./generators/generator";
import { load, type BenchRound } from "./load";
import type { BenchTarget } from "./target";

export interface BenchPlan {
  readonly generator: Generator;
  readonly rounds: number;
  readonly seconds: number;
  /** The number of SQL statements per request of each target, by its name. */
  readonly statements: ReadonlyMap<string, number>;
}

/** The rounds of each target, by its name. */
export type Measured = ReadonlyMap<string, readonly BenchRound[]>;

const WARM_UP_SECONDS = 1;

/**
 * Measures all targets in turn, in several rounds with different orders, so that other load on the machine affects all
 * of them equally.
 */
export async function measure(
  targets: readonly BenchTarget[],
  plan: BenchPlan,
  say: (line: string) => void,
): Promise<Measured> {
  const measured = new Map<string, BenchRound[]>(targets.map(({ name }) => [name, []]));
  for (const target of targets) await load(plan.generator, target, { seconds: WARM_UP_SECONDS, awake: false });
  await untilWritten();
  for (let round = 0; round < plan.rounds; round += 1) {
    say(`Round ${round + 1} of ${plan.rounds}`);
    for (const target of rotated(targets, round)) measured.get(target.name)?.push(await measureOne(target, plan));
  }
  return measured;
}

/** Long enough that uses of tokens are written during the round. The rest is written before the next one. */
async function measureOne(target: BenchTarget, { generator, seconds, statements }: BenchPlan): Promise<BenchRound> {
  const awake = target.isHot || statements.get(target.name) === 0; // otherwise PostgreSQL needs the core
  if (!target.leavesUses) return load(generator, target, { seconds, awake });
  const long = Math.max(seconds, (FLUSH_EVERY_MS / 1_000) * 1.6);
  const round = await load(generator, target, { seconds: long, awake });
  await untilWritten();
  return round;
}

const POLL_MS = 250;
const MAX_POLLS = 40;
/** The share of time that an unused machine is idle. */
const IDLE = 0.9;

/** Waits until the last uses are written and the machine is idle, for at most 10 s. */
async function untilWritten(): Promise<void> {
  await sleep(FLUSH_EVERY_MS + POLL_MS);
  for (let look = 0, before = ticks(); look < MAX_POLLS; look += 1) {
    await sleep(POLL_MS);
    const now = ticks();
    if ((now.idle - before.idle) / (now.all - before.all) >= IDLE) return;
    before = now;
  }
}

function ticks(): { idle: number; all: number } {
  const times = cpus().map((cpu) => cpu.times);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.flatMap((time) => Object.values(time))) };
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const at = (by * 3) % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

/** The median. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** The speed of `name` relative to `other`: the median of the ratios per round. */
export function ratioOf(measured: Measured, name: string, other: string): number {
  const [ours = [], theirs = []] = [measured.get(name), measured.get(other)];
  return median(ours.map((round, index) => round.requestsPerSecond / (theirs[index]?.requestsPerSecond ?? NaN)));
}
