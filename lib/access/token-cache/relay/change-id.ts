import { randomUUID } from "node:crypto";

const DIGITS = 12;

/** A new change's id (a UUID) whose last 12 digits say which worker waits for its acknowledgements. */
export function changeIdOf(worker: number): string {
  return randomUUID().slice(0, -DIGITS) + worker.toString(16).padStart(DIGITS, "0");
}

/** The worker that waits for a change's acknowledgements. Some number for an id that `changeIdOf` did not make. */
export function workerOf(changeId: string): number {
  return Number.parseInt(changeId.slice(-DIGITS), 16);
}
