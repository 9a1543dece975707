import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { generateBundle } from "./bundle";
import { generateReport } from "./report";

const folder = mkdtempSync(path.join(tmpdir(), "latchkey-generate-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (tool: string, ...words: string[]): string =>
  execFileSync(process.execPath, ["--import", "tsx", path.join(import.meta.dirname, tool), ...words], {
    encoding: "utf8",
    maxBuffer: 1e8,
  });

test("the same seed gives the same text, another seed another", () => {
  expect(generateBundle({ seed: 3 })).toBe(generateBundle({ seed: 3 }));
  expect(generateBundle({ seed: 3 })).not.toBe(generateBundle({ seed: 4 }));
  expect(generateReport({ seed: 3 })).toBe(generateReport({ seed: 3 }));
  expect(generateReport({ seed: 3 })).not.toBe(generateReport({ seed: 4 }));
});

test.each([40_000, 100_001, 3_000_000])("a bundle of %i bytes has exactly as many", (bytes) => {
  expect(Buffer.byteLength(generateBundle({ checks: 20, bytes }))).toBe(bytes);
});

test("a report reaches the size that is asked for", () => {
  expect(Buffer.byteLength(generateReport({ form: "full", bytes: 500_000 }))).toBeGreaterThanOrEqual(500_000);
});

test("the commands print what the functions give, and refuse what they do not know", () => {
  expect(run("bundle.ts", "--checks", "5", "--seed", "9")).toBe(generateBundle({ checks: 5, seed: 9 }));
  expect(run("report.ts", "--form", "full", "--assets", "2")).toBe(generateReport({ form: "full", assets: 2 }));
  expect(() => run("bundle.ts", "--checks", "many")).toThrow("takes a whole number");
});

describe("what reading costs", () => {
  const cases: [what: string, name: string, text: () => string][] = [
    ["bundle", "3 MB with 1,000 checks", () => generateBundle({ checks: 1000, bytes: 3_000_000 })],
    [
      "report",
      "2.5 MB in the full form",
      () => generateReport({ form: "full", assets: 100, scoresPerAsset: 200, bytes: 2_500_000 }),
    ],
    ["report", "50,000 assets", () => generateReport({ assets: 0, failedAssets: 50_000 })],
  ];

  // How its time grows is tested with the parsers.
  test.each(cases)("a %s of %s takes less than 200 MiB of memory", (what, name, text) => {
    const file = path.join(folder, name.replaceAll(/\W/g, "-"));
    writeFileSync(file, text());
    const cost = JSON.parse(run("measure.ts", what, file)) as { ok: boolean; memoryMiB: number };
    expect(cost.ok).toBe(true);
    expect(cost.memoryMiB).toBeLessThan(200);
  });
});
