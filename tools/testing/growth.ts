import { cpuOf } from "./timing";

/** Time that is too short to compare, in ms of CPU: garbage collection and compilation are larger than that. */
const FLOOR_MS = 40;
const RUNS = 3;

/** How long a piece of work takes at one size and at twice that size, in ms of CPU. */
export interface Growth {
  readonly once: number;
  readonly twice: number;
  /** Whether twice the input took at most three times as long. Times below the floor count as the floor. */
  readonly linear: boolean;
}

/**
 * Measures how `work` grows when its input doubles: the shortest CPU time of three runs at each size. CPU time, because
 * a busy machine delays a process without adding to it. The two sizes alternate, so that a slow moment hits both.
 */
export async function measureGrowth<Input>(
  size: number,
  inputOf: (size: number) => Input,
  work: (input: Input) => unknown,
): Promise<Growth> {
  const inputs = [inputOf(size), inputOf(size * 2)] as const;
  await work(inputOf(Math.ceil(size / 8))); // compiles what is measured
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run += 1)
    for (const i of [0, 1] as const) times[i].push(await cpuOf(() => work(inputs[i])));
  const [once, twice] = [Math.min(...times[0]), Math.min(...times[1])];
  return { once, twice, linear: twice <= 3 * Math.max(once, FLOOR_MS) };
}
