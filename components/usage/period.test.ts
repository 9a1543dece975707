import { expect, test } from "vitest";
import { PERIOD_LINKS, readUsagePeriod, usagePeriodHref } from "./period";

test.each(PERIOD_LINKS)("the URL of a period shows it again: $label", ({ period }) => {
  const { searchParams, pathname } = new URL(usagePeriodHref("/admin/tokens/1", period), "https://latchkey.example");
  expect([pathname, readUsagePeriod(Object.fromEntries(searchParams))]).toEqual(["/admin/tokens/1", period]);
});

test.each([{}, { use: "" }, { use: "7d" }, { use: "24H" }, { use: ["24h", "12m"] }, { use: "toString" }])(
  "%j shows 30 days",
  (params) => expect(readUsagePeriod(params)).toBe("30d"),
);
