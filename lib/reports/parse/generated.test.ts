import fc from "fast-check";
import { expect, test } from "vitest";
import { generateReport } from "@/tools/sample-data/report";
import { parse } from "./testing";

interface Written {
  assets: Record<string, { name: string; platform?: { name: string }; platformName?: string }>;
  errors: Record<string, string>;
}

const options = fc.record({
  seed: fc.nat(),
  form: fc.constantFrom("full" as const, "compact" as const),
  assets: fc.integer({ min: 0, max: 12 }),
  scoresPerAsset: fc.integer({ min: 0, max: 12 }),
  failedAssets: fc.integer({ min: 0, max: 4 }),
  bytes: fc.integer({ min: 0, max: 40_000 }),
});

test("a generated report is read back as it was meant, in whatever pieces it comes", async () => {
  await fc.assert(
    fc.asyncProperty(options, fc.integer({ min: 1, max: 3000 }), async (wanted, size) => {
      const text = generateReport(wanted);
      const { assets, errors } = JSON.parse(text) as Written;
      const expected = Object.entries(assets).map(([mrn, { name, platform, platformName }]) => ({
        mrn,
        name,
        platform: platform?.name ?? platformName,
        error: errors[mrn] ?? null,
      }));
      expect(await parse(text, { size })).toMatchObject({
        ok: true,
        form: wanted.form,
        assets: expected,
        counts: {
          assets: wanted.assets + wanted.failedAssets,
          scores: wanted.assets * wanted.scoresPerAsset,
          errors: wanted.failedAssets,
        },
      });
    }),
    { numRuns: 60 },
  );
});

test("each asset that was scanned has a total from 0 to 100", async () => {
  for (const form of ["full", "compact"] as const) {
    const result = await parse(generateReport({ form, assets: 30 }));
    expect(result.ok && result.assets.every(({ score }) => score !== null && score >= 0 && score <= 100)).toBe(true);
  }
});
