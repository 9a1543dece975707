import { expect, test } from "vitest";
import { pageRange } from "./page-range";

test.each([
  [{ from: 1, shown: 50, total: 1204, noun: "tokens" }, "1–50 of 1,204 tokens"],
  [{ from: 1201, shown: 4, total: 1204, noun: "tokens" }, "1,201–1,204 of 1,204 tokens"],
  [{ from: 1, shown: 1, total: 1, noun: "tokens" }, "1 token"],
  [{ from: 1, shown: 1, noun: "policies" }, "1 policy"],
  [{ from: 51, shown: 50, noun: "events" }, "51–100 events"],
  [{ from: 1, shown: 50, total: 1000, more: true, noun: "events" }, "1–50 of 1,000+ events"],
  [{ from: 1, shown: 0, total: 0, noun: "tokens" }, "No tokens"],
])("%j", (range, words) => {
  expect(pageRange(range)).toBe(words);
});
