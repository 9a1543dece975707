import type { ChaosClient } from "./client";
import type { Installation } from "./installation";

/** The size of a run. Times in ms. */
export interface ScenarioSize {
  loops: number;
  /** How long PostgreSQL is stopped. */
  stopMs: number;
  /** How long the disk stays full. */
  fullMs: number;
  /** The longest acceptable time until requests work again. */
  recoveryMs: number;
}

/** For `npm run chaos`. */
export const LONG: ScenarioSize = { loops: 10, stopMs: 60_000, fullMs: 20_000, recoveryMs: 15_000 };
/** For `npm test`, on a machine that may be busy. */
export const SHORT: ScenarioSize = { loops: 1, stopMs: 3_000, fullMs: 3_000, recoveryMs: 60_000 };

/** What a scenario found. */
export interface ScenarioFindings {
  loops: number;
  /** Creations and revocations that were acknowledged. */
  acknowledged: number;
  /** Acknowledged, and not in the database afterwards. */
  lost: string[];
  /** Requests that began after a revocation was answered and were accepted. */
  acceptedAfterRevocation: string[];
  /** From each failure to the first request that worked, in ms. */
  recoveries: number[];
  /** Other problems. */
  problems: string[];
}

/** The findings of one fault. */
export interface NamedFindings extends ScenarioFindings {
  name: string;
}

/** Why a scenario cannot run on this machine. */
export interface Skipped {
  skipped: string;
}

/** A scenario: one or more faults with everything they need. */
export interface Scenario {
  name: string;
  run(size: ScenarioSize): Promise<NamedFindings[] | Skipped>;
}

/** A running installation under load. */
export interface ScenarioContext {
  installation: Installation;
  client: ChaosClient;
  size: ScenarioSize;
}

/** A failure of an installation under load. */
export interface Fault {
  name: string;
  /** The number of repetitions. Without it, the size decides. */
  loops?: number;
  /** Causes it once. Returns the moment, by performance.now(), from which the system can recover. */
  cause(context: ScenarioContext): Promise<number>;
}
