import { expect, test } from "vitest";
import { describe, isClean } from "./report";
import { SHORT } from "./scenario";
import { SCENARIOS } from "./scenarios";

test.each(SCENARIOS)(
  "nothing acknowledged is lost, and nothing revoked is accepted: $name",
  async ({ name, run }) => {
    const results = await run(SHORT);
    if ("skipped" in results) return console.log(`${name}: skipped, because ${results.skipped}`);
    expect(results.length).toBeGreaterThan(0);
    for (const result of results) {
      console.log(describe(result));
      expect(result).toMatchObject({ lost: [], acceptedAfterRevocation: [], problems: [] });
      expect([result.loops > 0, result.acknowledged > 0, isClean(result)]).toEqual([true, true, true]);
    }
  },
  300_000,
);
