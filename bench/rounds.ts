import { load, type Round, type Target } from "./load";

export interface Plan {
  readonly rounds: number;
  readonly seconds: number;
}

/** Every target's rounds, by its name. */
export type Measured = ReadonlyMap<string, readonly Round[]>;

const WARM_UP_SECONDS = 1;

/**
 * Measures all targets in turn, some rounds of it, each in another order: what the machine does meanwhile falls on all
 * of them alike.
 */
export async function measure(targets: readonly Target[], { rounds, seconds }: Plan, say: (line: string) => void): Promise<Measured> {
  const measured = new Map<string, Round[]>(targets.map(({ name }) => [name, []]));
  for (const target of targets) await load(target, WARM_UP_SECONDS);
  for (let round = 0; round < rounds; round += 1) {
    say(`Round ${round + 1} of ${rounds}`);
    for (const target of rotated(targets, round)) measured.get(target.name)?.push(await load(target, seconds));
  }
  return measured;
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const at = (by * 3) % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** How fast `name` is compared with `other`: the median of the rounds' own ratios. */
export function ratioOf(measured: Measured, name: string, other: string): number {
  const [ours = [], theirs = []] = [measured.get(name), measured.get(other)];
  return median(ours.map((round, index) => round.requestsPerSecond / (theirs[index]?.requestsPerSecond ?? NaN)));
}
