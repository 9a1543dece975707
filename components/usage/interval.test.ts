import { expect, test } from "vitest";
import { intervalEnd, intervalName, intervalTick } from "./interval";

test.each([
  ["2026-11-28T14:00:00.000Z", "hour", "14:00", "28 Nov, 14:00 to 15:00"],
  ["2026-11-28T23:00:00.000Z", "hour", "23:00", "28 Nov, 23:00 to 00:00"],
  ["2026-11-28T00:00:00.000Z", "hour", "00:00", "28 Nov, 00:00 to 01:00"],
  ["2026-11-28T00:00:00.000Z", "day", "28 Nov", "Sat, 28 Nov 2026"],
  ["2026-11-01T00:00:00.000Z", "month", "Nov", "November 2026"],
] as const)("%s is named in UTC as a %s: %s", (start, granularity, tick, name) => {
  expect([intervalTick(start, granularity), intervalName(start, granularity)]).toEqual([tick, name]);
});

test.each([
  ["2026-11-28T23:00:00.000Z", "hour", "2026-11-29T00:00:00.000Z"],
  ["2026-11-30T00:00:00.000Z", "day", "2026-12-01T00:00:00.000Z"],
  ["2026-11-01T00:00:00.000Z", "month", "2026-12-01T00:00:00.000Z"],
  ["2026-12-01T00:00:00.000Z", "month", "2027-01-01T00:00:00.000Z"],
] as const)("what begins at %s ends a %s later", (start, granularity, end) => {
  expect(new Date(intervalEnd(start, granularity)).toISOString()).toBe(end);
});
