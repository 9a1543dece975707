import { log } from "../platform/log";
import { usage } from "./state";

const LOG_EVERY_MS = 60_000;

/** Counts requests whose usage is lost, and logs their number once a minute. */
export function drop(requests: number): void {
  const state = usage();
  state.dropped += requests;
  if (Date.now() - state.droppedLoggedAt < LOG_EVERY_MS) return;
  state.droppedLoggedAt = Date.now();
  log.error({ dropped: state.dropped }, "usage counts were dropped: they could not be written for too long");
}
