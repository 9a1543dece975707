import { expect, test } from "vitest";
import { DAY_MS } from "@/lib/tokens/limits";
import {
  chosenExpiration,
  dayValue,
  endOf,
  lifetimeChoices,
  lifetimeProblem,
  proposedChoice,
  type LifetimeBounds,
} from "./lifetime";

const NOW = new Date(2026, 10, 22, 12).getTime();
const free: LifetimeBounds = { now: NOW, createdAt: NOW, maxLifetimeDays: null };
const within = (maxLifetimeDays: number, age = 0): LifetimeBounds => ({
  now: NOW,
  createdAt: NOW - age * DAY_MS,
  maxLifetimeDays,
});
const values = (bounds: LifetimeBounds) => lifetimeChoices(bounds).map(({ value }) => value);

test("without a policy there are 30, 60, 90 days, a date or none, and 90 are proposed", () => {
  expect(values(free)).toEqual(["30", "60", "90", "date", "never"]);
  expect(proposedChoice(free)).toBe("90");
});

test("a policy takes away what it would refuse, no expiration first of all", () => {
  expect(values(within(60))).toEqual(["30", "60", "date"]);
  expect(proposedChoice(within(60))).toBe("60");
});

test("a policy shorter than every choice leaves the longest life that it allows", () => {
  expect(values(within(7))).toEqual(["7", "date"]);
  expect(proposedChoice(within(7))).toBe("7");
});

test("the policy counts from the token's creation", () => {
  expect(values(within(90, 40))).toEqual(["30", "date"]);
  expect(values(within(90, 100))).toEqual(["date"]);
});

test("a child token is offered nothing beyond the end of its parent", () => {
  const child = { ...free, parentEnd: NOW + 40 * DAY_MS };
  expect(values(child)).toEqual(["30", "date"]);
  expect(values({ ...within(30), parentEnd: NOW + 10 * DAY_MS })).toEqual(["10", "date"]);
  expect(values({ ...free, parentEnd: null })).toEqual(values(free));
  expect(lifetimeProblem("date", "2027-11-21", child)).toMatch(/outlive its parent/);
});

test("a date ends with its day, in the reader's zone", () => {
  expect(endOf("date", "2026-12-24", free)).toBe(new Date(2026, 11, 24, 23, 59, 59).getTime());
  expect(chosenExpiration("date", "2026-12-24", free)).toEqual({
    kind: "at",
    at: new Date(2026, 11, 24, 23, 59, 59).toISOString(),
  });
});

test("on the last day that the policy allows, the token ends with the policy", () => {
  const bounds = within(10);
  expect(endOf("date", dayValue(NOW + 10 * DAY_MS), bounds)).toBe(NOW + 10 * DAY_MS);
  expect(lifetimeProblem("date", dayValue(NOW + 10 * DAY_MS), bounds)).toBeUndefined();
});

test("a missing, past or too late date says so", () => {
  expect(lifetimeProblem("date", "", free)).toBe("Choose a date.");
  expect(lifetimeProblem("date", "2026-11-21", free)).toBe("Choose a date in the future.");
  expect(lifetimeProblem("date", "2027-11-21", within(30))).toMatch(/earlier date/);
  expect(lifetimeProblem("90", "", free)).toBeUndefined();
});

test("days and no expiration go to the server as they were chosen", () => {
  expect(chosenExpiration("30", "", free)).toEqual({ kind: "days", days: 30 });
  expect(chosenExpiration("never", "", free)).toEqual({ kind: "never" });
  expect(endOf("never", "", free)).toBeNull();
});
