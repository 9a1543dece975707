import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { contrast } from "./contrast";

const css = readFileSync(path.join(import.meta.dirname, "../../app/globals.css"), "utf8");
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name = "", light = "", dark = ""]) => [
    name,
    { light, dark },
  ]),
);

function token(name: string) {
  const value = tokens.get(name);
  if (!value) throw new Error(`globals.css has no color --${name}`);
  return value;
}

const SURFACES = ["canvas", "subtle", "raised", "hover"];
const TONES = ["accent", "positive", "caution", "critical"];

const TEXT: [string, string][] = [
  ...SURFACES.flatMap((surface): [string, string][] => [
    ["fg", surface],
    ["muted", surface],
    ...TONES.map((tone): [string, string] => [`${tone}-text`, surface]),
  ]),
  ...TONES.flatMap((tone): [string, string][] => [
    [`${tone}-text`, `${tone}-soft`],
    ["fg", `${tone}-soft`],
  ]),
  ["accent-fg", "accent"],
  ["accent-fg", "accent-hover"],
  ["accent-fg", "critical"],
  ["accent-fg", "critical-hover"],
  ["canvas", "fg"],
  ["fg", "pressed"],
];

const CONTROLS: [string, string][] = ["canvas", "subtle", "raised"].flatMap((surface): [string, string][] => [
  ["control", surface],
  ["focus", surface],
  ["accent", surface],
  ["critical", surface],
]);

describe.each(["light", "dark"] as const)("in the %s theme", (side) => {
  test.each(TEXT)("%s reads on %s (4.5)", (fore, back) => {
    expect(contrast(token(fore)[side], token(back)[side])).toBeGreaterThanOrEqual(4.5);
  });

  test.each(CONTROLS)("%s is seen on %s (3)", (fore, back) => {
    expect(contrast(token(fore)[side], token(back)[side])).toBeGreaterThanOrEqual(3);
  });
});
