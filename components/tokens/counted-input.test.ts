import { expect, test } from "vitest";
import { countedErrors, countedLimitsOf, windowLines, type CountedLimits } from "./counted-input";
import { countedInWords } from "./limits-words";

function form(entries: Readonly<Record<string, string>>): FormData {
  const values = new FormData();
  for (const [name, value] of Object.entries(entries)) values.set(name, value);
  return values;
}

const LIMITS: CountedLimits = {
  requestsPerMinute: 600,
  windows: [
    { name: "burst", limit: 20, windowSeconds: 10 },
    { name: "hour", limit: 5_000, windowSeconds: 3_600 },
  ],
  quota: { requests: 100_000, per: "day" },
  maxUses: 1,
};

test("what is typed is read as it was shown, and empty fields limit nothing", () => {
  const shown = form({
    requestsPerMinute: "600",
    windows: windowLines(LIMITS),
    quota: " 100000 ",
    quotaPer: "day",
    maxUses: "1",
  });
  expect(countedErrors(shown)).toEqual({});
  expect(countedLimitsOf(shown)).toEqual(LIMITS);
  expect(countedLimitsOf(form({ quotaPer: "month", windows: "\n \n" }))).toEqual({});
  expect(countedInWords(LIMITS)).toEqual([
    "600 requests per minute",
    "100,000 requests per day",
    "1 use in all",
    "burst: 20 in 10 s",
    "hour: 5,000 in 3,600 s",
  ]);
});

test.each([
  [{ requestsPerMinute: "0" }, "requestsPerMinute"],
  [{ quota: "1e10" }, "quota"],
  [{ maxUses: "many" }, "maxUses"],
  [{ windows: "burst 20" }, "windows"],
  [{ windows: "burst 20/86401" }, "windows"],
  [{ windows: Array.from({ length: 6 }, (_, at) => `w${at} 1/1`).join("\n") }, "windows"],
])("%j is wrong before it is sent", (typed, field) => {
  expect(Object.keys(countedErrors(form(typed as Record<string, string>)))).toEqual([field]);
});
