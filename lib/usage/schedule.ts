import { flushUsage } from "./flush";
import { usage } from "./state";

/** How long a use may wait before it is written, in ms. */
export const FLUSH_EVERY_MS = 5_000;

/** Schedules a write within FLUSH_EVERY_MS. Does not keep the process alive. */
export function scheduleFlush(): void {
  const state = usage();
  if (state.timer) return;
  state.timer = setTimeout(() => void flushAndLookAgain(), FLUSH_EVERY_MS).unref();
}

async function flushAndLookAgain(): Promise<void> {
  const state = usage();
  state.timer = null;
  await flushUsage();
  if (state.uses.size > 0 || state.strangers.size > 0 || state.batch) scheduleFlush();
}
