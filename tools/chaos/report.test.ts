import { expect, test } from "vitest";
import { describe, isClean, summarize, total } from "./report";
import type { ScenarioFindings } from "./scenario";

const clean: ScenarioFindings = {
  loops: 2,
  acknowledged: 10,
  lost: [],
  acceptedAfterRevocation: [],
  recoveries: [900, 2_100],
  problems: [],
};

test("the summary has loops, acknowledged, lost, accepted after revocation, and recovery", () => {
  expect(summarize(total([clean, clean]))).toBe(
    "loops 4, acknowledged 20, lost 0, accepted after revocation 0, recovery p50 0.9 s, max 2.1 s",
  );
});

test.each(["lost", "acceptedAfterRevocation", "problems"] as const)(
  "anything in %s is a failure, and is named",
  (key) => {
    const bad = { ...clean, [key]: ["the broken thing"] };
    expect([isClean(clean), isClean(bad), isClean(total([clean, bad]))]).toEqual([true, false, false]);
    expect(describe({ name: "kill", ...bad })).toContain("the broken thing");
  },
);
