import type { BenchTarget } from "../target";

/** What a generator saw. */
export interface Sent {
  /** The number of answers. */
  readonly answers: number;
  /** How many of them had the status of the target. */
  readonly expected: number;
  /** Requests without an answer. */
  readonly failures: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface LoadPlan {
  readonly seconds: number;
  /** Whether no core may fall asleep meanwhile: see `docs/decisions/0029-what-a-check-costs-on-each-mount.md`. */
  readonly awake: boolean;
}

/** Sends the requests of a target from CONNECTIONS connections, each as soon as its last one is answered. */
export interface Generator {
  /** Its name and version. */
  readonly name: string;
  send(target: BenchTarget, plan: LoadPlan): Promise<Sent>;
}

export const CONNECTIONS = 50;
