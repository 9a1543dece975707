import { expect, test } from "vitest";
import { severityOf } from "./severity";

test("each impact has a severity, and no impact has none", () => {
  const labels = [100, 90, 89, 70, 69, 40, 39, 1, 0].map((impact) => severityOf(impact)?.label);
  expect(labels).toEqual(["Critical", "Critical", "High", "High", "Medium", "Medium", "Low", "Low", "None"]);
  expect(severityOf(null)).toBeNull();
});
