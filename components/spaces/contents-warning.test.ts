import { expect, test } from "vitest";
import { contentsInWords } from "./contents-warning";

const nothing = { tokens: 0, policies: 0, querypacks: 0, assets: 0, reports: 0 };

test("the warning lists what is in the space and omits what is not", () => {
  expect(contentsInWords({ ...nothing, tokens: 3, policies: 1 })).toBe("3 API tokens and 1 policy");
  expect(contentsInWords({ ...nothing, reports: 1_200 })).toBe("1,200 reports");
  expect(contentsInWords(nothing)).toBe("");
});
