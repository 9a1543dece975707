import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "../process-wide";
import { isDatabaseAway } from "./errors";

/** What a request has learnt about the database while it was answered. */
export interface Outage {
  /** Whether the database could not be asked. */
  isAway: boolean;
}

const requests = processWide("request-outage", () => new AsyncLocalStorage<Outage>());

/** Runs `work` with a record of whether the database was away in the course of it. */
export function withOutage<T>(work: (outage: Outage) => T): T {
  const outage = { isAway: false };
  return requests.run(outage, () => work(outage));
}

/** A function that records an error against the current request. Call this before the wait, its result afterwards. */
export function outageRecorder(): (error: unknown) => void {
  const outage = requests.getStore();
  return (error) => {
    if (outage && isDatabaseAway(error)) outage.isAway = true;
  };
}
