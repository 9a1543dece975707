import { expect, test } from "vitest";
import { fullNumber, shortNumber } from "./numbers";

test.each([
  [0, "0", "0"],
  [999, "999", "999"],
  [1_250, "1.3K", "1,250"],
  [20_000, "20K", "20,000"],
  [34_000_000, "34M", "34,000,000"],
  [1_200_000_000, "1.2B", "1,200,000,000"],
])("%i is %s, in full %s", (value, short, full) => {
  expect([shortNumber(value), fullNumber(value)]).toEqual([short, full]);
});
