import { expect, test } from "vitest";
import { calendarDay, exactTime, relativeTime, timeText } from "./relative-time";

const NOW = Date.UTC(2026, 10, 22, 11, 17, 5);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [-5_000, "just now"],
  [0, "just now"],
  [30_000, "in under a minute"],
  [-MINUTE, "1 min ago"],
  [-59 * MINUTE, "59 min ago"],
  [-HOUR, "1 hour ago"],
  [-23 * HOUR, "23 hours ago"],
  [-DAY, "1 day ago"],
  [90 * DAY, "in 90 days"],
  [89.9 * DAY, "in 90 days"],
  [89.4 * DAY, "in 89 days"],
  [-1.9 * DAY, "1 day ago"],
  [-120 * DAY, "3 months ago"],
  [400 * DAY, "in 13 months"],
  [-800 * DAY, "2 years ago"],
])("%d ms away reads %j", (offset, words) => {
  expect(relativeTime(NOW + offset, NOW)).toBe(words);
});

test("what was set to 90 days a moment ago is in 90 days", () => {
  expect(relativeTime(90 * 86_400_000, 5_000)).toBe("in 90 days");
});

test("the exact time names its zone", () => {
  expect(exactTime(NOW, "UTC")).toBe("22 Nov 2026, 11:17:05 UTC");
});

test("a day is the reader's day", () => {
  expect(calendarDay(NOW, "UTC")).toBe("22 Nov 2026");
  expect(calendarDay(Date.UTC(2026, 10, 22, 23), "Asia/Tokyo")).toBe("23 Nov 2026");
});

test("a past time is never in the future, even if the user's clock is behind", () => {
  expect(timeText(NOW + MINUTE, NOW, "relative")).toBe("just now");
  expect(timeText(NOW + MINUTE, NOW, "until")).toBe("in 1 min");
  expect(timeText(NOW - MINUTE, NOW, "relative")).toBe("1 min ago");
});

test.each([
  [-5_000, "just now"],
  [-23 * HOUR, "23 hours ago"],
  [-1.9 * DAY, "1 day ago"],
  [-180.5 * DAY, "180 days ago"],
  [-1_000 * DAY, "1000 days ago"],
  [MINUTE, "just now"],
])("%d ms away reads %j where days are compared", (offset, words) => {
  expect(timeText(NOW + offset, NOW, "days")).toBe(words);
});

test("an age is in whole days", () => {
  expect(timeText(NOW - 1.9 * DAY, NOW, "age")).toBe("1 day");
  expect(timeText(NOW - 180.5 * DAY, NOW, "age")).toBe("180 days");
});

test("each time zone has its own formatter", () => {
  expect(exactTime(NOW, "UTC")).toContain("11:17:05");
  expect(exactTime(NOW, "America/New_York")).toContain("06:17:05");
  expect(exactTime(NOW, "UTC")).toContain("11:17:05");
});
