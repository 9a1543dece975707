import fc from "fast-check";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { generateBundle } from "@/tools/sample-data/bundle";
import { parseBundle } from ".";

const options = fc.record({
  seed: fc.nat(),
  checks: fc.integer({ min: 0, max: 120 }),
  policies: fc.integer({ min: 1, max: 4 }),
  packs: fc.integer({ min: 0, max: 3 }),
  queriesPerPack: fc.integer({ min: 0, max: 8 }),
  bytes: fc.integer({ min: 0, max: 60_000 }),
});

test("a generated bundle is read back as it was meant", () => {
  fc.assert(
    fc.property(options, (wanted) => {
      const result = parseBundle(Buffer.from(generateBundle(wanted)));
      if (!result.ok) throw new Error(JSON.stringify(result.errors));
      expect(result.warnings).toEqual([]);
      expect(result.policies.reduce((sum, { checks }) => sum + checks, 0)).toBe(wanted.checks);
      expect(result.policies).toHaveLength(wanted.policies);
      expect(result.querypacks.map(({ queries }) => queries)).toEqual(Array(wanted.packs).fill(wanted.queriesPerPack));
    }),
    { numRuns: 40 },
  );
});

test("summaries agree with what the yaml package makes of the same text", () => {
  const text = generateBundle({ seed: 7, checks: 60, policies: 3, packs: 2 });
  const bundle = parseYaml(text) as {
    policies: { uid: string; name: string; version: string; docs: { desc: string } }[];
  };
  const expected = bundle.policies.map(({ uid, name, version, docs }) => ({
    uid,
    name,
    version,
    description: docs.desc,
  }));
  expect(parseBundle(Buffer.from(text))).toMatchObject({ ok: true, policies: expected });
});

test("no bytes make the parser throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => void parseBundle(bytes)),
    { numRuns: 500 },
  );
});

const scraps = [
  "policies:",
  "packs:",
  "queries:",
  "- ",
  "uid: a",
  "\n",
  "  ",
  "\t",
  "&a ",
  "*a",
  "{",
  "}",
  "[",
  "]",
  ": ",
  "? ",
  "|\n",
  '"',
  "'",
  "---\n",
  "...\n",
  "<<",
  "%YAML 1.2\n",
  "#",
  "!!str ",
  "groups:",
  "checks:",
  "~",
];

test("no heap of YAML scraps makes the parser throw, and findings point into the text", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...scraps), { maxLength: 60 }), (parts) => {
      const result = parseBundle(Buffer.from(parts.join("")));
      for (const { line, column } of [...(result.ok ? [] : result.errors), ...result.warnings]) {
        expect(line).toBeGreaterThan(0);
        expect(column).toBeGreaterThan(0);
      }
      expect(result.ok || result.errors.length > 0).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
