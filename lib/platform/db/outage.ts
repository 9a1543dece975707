import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "../process-wide";
import { isDatabaseAway } from "./errors";

/** Whether the database was unavailable during a request. */
export interface Outage {
  /** Whether the database was unavailable. */
  isAway: boolean;
}

const requests = processWide("request-outage", () => new AsyncLocalStorage<Outage>());

/** Runs `work` and records whether the database was unavailable while it ran. */
export function withOutage<T>(work: (outage: Outage) => T): T {
  const outage = { isAway: false };
  return requests.run(outage, () => work(outage));
}

/**
 * Returns a function that records an error for the current request. Call this before the wait, and its result
 * afterwards.
 */
export function outageRecorder(): (error: unknown) => void {
  const outage = requests.getStore();
  return (error) => {
    if (outage && isDatabaseAway(error)) outage.isAway = true;
  };
}
