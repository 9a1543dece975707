import { log } from "../platform/log";
import { usage } from "./state";

const LOG_EVERY_MS = 60_000;

/** Counts requests that will never be written, and says so once a minute. */
export function drop(requests: number): void {
  const state = usage();
  state.dropped += requests;
  if (Date.now() - state.droppedLoggedAt < LOG_EVERY_MS) return;
  state.droppedLoggedAt = Date.now();
  log.error({ dropped: state.dropped }, "usage counts were dropped: they could not be written for too long");
}
