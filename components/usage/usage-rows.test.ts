import { expect, test } from "vitest";
import type { UsageSeries } from "@/lib/usage/dto";
import { reasonsInWords, usageRows, usageTotals } from "./usage-rows";

const series: UsageSeries = {
  granularity: "day",
  points: [
    { start: "2026-11-27T00:00:00.000Z", allowed: 10, denied: { scope: 2, expired: 1_500 } },
    { start: "2026-11-28T00:00:00.000Z", allowed: 0, denied: {} },
    { start: "2026-11-29T00:00:00.000Z", allowed: 5, denied: { scope: 4 } },
  ],
};

test("each interval has its sums, and the most frequent reason comes first", () => {
  expect(usageRows(series, Date.parse("2026-11-30T00:00:00Z"))).toEqual([
    {
      start: "2026-11-27T00:00:00.000Z",
      name: "Fri, 27 Nov 2026",
      tick: "27 Nov",
      allowed: 10,
      denied: 1_502,
      reasons: [
        { label: "Expired or used up", count: 1_500 },
        { label: "Scope missing", count: 2 },
      ],
    },
    expect.objectContaining({ allowed: 0, denied: 0, reasons: [] }),
    expect.objectContaining({ allowed: 5, denied: 4, reasons: [{ label: "Scope missing", count: 4 }] }),
  ]);
});

test("an interval that is not over says so", () => {
  const names = usageRows(series, Date.parse("2026-11-29T23:59:59Z")).map(({ name }) => name);
  expect(names).toEqual(["Fri, 27 Nov 2026", "Sat, 28 Nov 2026", "Sun, 29 Nov 2026, so far"]);
});

test("the totals are the sums of the intervals", () => {
  expect(usageTotals(series)).toEqual({
    allowed: 15,
    denied: 1_506,
    reasons: [
      { label: "Expired or used up", count: 1_500 },
      { label: "Scope missing", count: 6 },
    ],
  });
  expect(usageTotals({ granularity: "hour", points: [] })).toEqual({ allowed: 0, denied: 0, reasons: [] });
});

test("reasons are put into words with their numbers", () => {
  expect(reasonsInWords(usageTotals(series).reasons)).toBe("Expired or used up\u00a01,500, Scope missing\u00a06");
  expect(reasonsInWords([])).toBe("");
});
