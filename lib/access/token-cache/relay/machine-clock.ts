import type { ClockReading } from "../lease";

const READINGS = 20;

const machineNow = () => Number(process.hrtime.bigint()) / 1e6;

/**
 * By how much the machine's monotonic clock is ahead of `performance.now()`, in ms: at least, and at most. Both read
 * one clock (CLOCK_MONOTONIC), `performance.now()` since this process started, so the difference is constant; that the
 * two are not read at once makes it uncertain.
 */
function measure(): { atLeast: number; atMost: number } {
  let [atLeast, atMost] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < READINGS; i += 1) {
    const [before, own, after] = [machineNow(), performance.now(), machineNow()];
    atLeast = Math.max(atLeast, before - own);
    atMost = Math.min(atMost, after - own);
  }
  return { atLeast, atMost };
}

const ahead = measure();

/**
 * A time of this process (`performance.now()`) by the clock that all processes of the machine share; never too late. In
 * ms.
 */
export const toMachine = (own: number): number => own + ahead.atLeast;

/** A time of the machine's clock by this process's `performance.now()`; never too late. In ms. */
export const fromMachine = (machine: number): number => machine - ahead.atMost;

export const momentToMachine = ({ monotonic, wall }: ClockReading): ClockReading => ({
  monotonic: toMachine(monotonic),
  wall,
});
export const momentFromMachine = ({ monotonic, wall }: ClockReading): ClockReading => ({
  monotonic: fromMachine(monotonic),
  wall,
});
