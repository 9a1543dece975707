import { expect, test } from "vitest";
import { startOfDay } from "./day";

test.each([
  ["2026-11-29", undefined, "2026-11-29T00:00:00.000Z"],
  ["2026-11-29", "America/Los_Angeles", "2026-11-29T08:00:00.000Z"],
  ["2026-07-01", "America/Los_Angeles", "2026-07-01T07:00:00.000Z"],
  ["2026-11-29", "Asia/Kolkata", "2026-11-28T18:30:00.000Z"],
  ["2026-11-29", "Pacific/Kiritimati", "2026-11-28T10:00:00.000Z"],
  // The day on which summer time starts or ends: the offset at noon is not that at midnight.
  ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
  ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z"],
  // In Beirut summer time starts at midnight, which the clock skips; in Havana it ends at 1:00, and midnight comes
  // twice.
  ["2026-03-29", "Asia/Beirut", "2026-03-28T22:00:00.000Z"],
  ["2026-11-01", "America/Havana", "2026-11-01T04:00:00.000Z"],
  ["2026-11-29", "Nowhere/Nothing", "2026-11-29T00:00:00.000Z"],
])("%s in %s starts at %s", (day, zone, at) => {
  expect(new Date(startOfDay(day, zone) ?? 0).toISOString()).toBe(at);
});

test.each([undefined, "", "yesterday", "2026-99-99", "2026-1-1"])("%s is no day", (day) => {
  expect(startOfDay(day)).toBeNull();
});

test("the day after the last of a month is the first of the next", () => {
  expect(startOfDay("2026-11-30", "UTC", 1)).toBe(Date.parse("2026-12-01T00:00:00Z"));
});
