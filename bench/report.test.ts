import { expect, test } from "vitest";
import type { BenchRound } from "./load";
import { lookUpsIn } from "./look-ups";
import { rowsOf, tableOf } from "./report";

const BASE = "node:http";
const round: BenchRound = { requestsPerSecond: 1_000, p50Ms: 1, p99Ms: 2, cpuMicros: 900, coreShare: 0.9, lookUps: 0 };

function rowOf(...rounds: Partial<BenchRound>[]) {
  const measured = new Map([
    [BASE, rounds.map(() => ({ ...round, lookUps: NaN }))],
    ["checks", rounds.map((one) => ({ ...round, ...one }))],
  ]);
  const rows = rowsOf(measured, BASE, new Map([["checks", 1]]));
  return { row: rows[1], table: tableOf(rows) };
}

test("a row says how many look-ups the measured rounds made, and nothing for a server that does not count them", () => {
  const { row, table } = rowOf({ lookUps: 0 }, { lookUps: 0.03 }, { lookUps: 0.03 });
  expect(row?.lookUpsPerRequest).toBe(0.02); // The maximum, not the median, so that one round without a cache shows.
  expect(table).toMatch(/checks .* 0\.020$/m);
  expect(table).toMatch(/^node:http +1,000 .* 0 +$/m);
});

test("a row whose server had less than 0.6 of a core is flagged, and no other", () => {
  expect(rowOf({ coreShare: 0.59 }).row).toMatchObject({ coreShare: 0.59, starved: true });
  expect(rowOf({ coreShare: 0.59 }).table).toContain("0.59!");
  expect(rowOf({ coreShare: 0.59 }).table).toContain("! The server had less than 0.6 of a core");
  expect(rowOf({ coreShare: 0.6 }).row).toMatchObject({ starved: false });
  expect(rowOf({ coreShare: 0.6 }).table).not.toContain("!");
  expect(rowOf({ coreShare: NaN }).row).toMatchObject({ coreShare: null, starved: false });
});

test("look-ups are read from the metrics, of all workers, and only where they are", () => {
  const line = (labels: string, count: number) => `latchkey_token_lookups_total${labels} ${count}`;
  expect(lookUpsIn(`# TYPE latchkey_token_lookups_total counter\n${line("", 7)}\n`)).toBe(7);
  expect(lookUpsIn([line('{worker="1"}', 2), line('{worker="2"}', 3)].join("\n"))).toBe(5);
  expect(lookUpsIn('{"hello":"world"}')).toBeNaN();
});
