import { expect, test } from "vitest";
import { tokenFilters } from "./token-filters";

const daysOffered = (unusedDays?: number) =>
  tokenFilters({ spaces: null, creators: { creators: [], isCut: false }, apis: [], api: undefined, unusedDays })
    .find(({ name }) => name === "unusedDays")
    ?.options.map(({ value, label }) => `${value} ${label}`);

test("the filter by last use offers some numbers of days, and the one in the URL", () => {
  const [any, week, month, quarter, half] = [
    " Any last use",
    "7 Unused for 7 days",
    "30 Unused for 30 days",
    "90 Unused for 90 days",
    "180 Unused for 180 days",
  ];
  expect(daysOffered()).toEqual([any, week, month, quarter, half]);
  expect(daysOffered(30)).toEqual([any, week, month, quarter, half]);
  expect(daysOffered(45)).toEqual([any, week, month, "45 Unused for 45 days", quarter, half]);
});
