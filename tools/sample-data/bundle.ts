import { head, indent, queryDefinition, references, variantDefinition } from "./bundle-parts";
import { isProgram, numbers } from "./command";
import { Random } from "./random";

export interface BundleOptions {
  seed?: number;
  /** Checks over all policies; each policy gets its share. */
  checks?: number;
  policies?: number;
  packs?: number;
  /** Data queries in each pack. */
  queriesPerPack?: number;
  /** The exact size of the result in bytes; documentation is added until it is reached. */
  bytes?: number;
}

const DEFAULTS = { seed: 1, checks: 100, policies: 1, packs: 1, queriesPerPack: 10, bytes: 0 };
const GROUP_SIZE = 25;

/** A made-up bundle, realistic in shape. The same options give the same text. */
export function generateBundle(options: BundleOptions = {}): string {
  const wanted = { ...DEFAULTS, ...options };
  const plain = compose(wanted, 0);
  const missing = wanted.bytes - Buffer.byteLength(plain);
  if (missing <= 0) return plain;
  return fill(wanted, Math.floor(missing / Math.max(1, wanted.checks)));
}

function fill(wanted: Required<BundleOptions>, extra: number): string {
  for (let share = extra; share > 0; share = Math.floor(share * 0.9)) {
    const text = compose(wanted, share);
    const missing = wanted.bytes - Buffer.byteLength(text);
    if (missing >= 0) return text + comment(missing);
  }
  const text = compose(wanted, 0);
  return text + comment(wanted.bytes - Buffer.byteLength(text));
}

/** Exactly `length` bytes of comment lines, none longer than 100 characters. */
function comment(length: number): string {
  const line = `# ${"-".repeat(97)}\n`;
  const rest = length % line.length;
  return line.repeat(Math.floor(length / line.length)) + (rest === 0 ? "" : `${"#".repeat(rest - 1)}\n`);
}

function compose(wanted: Required<BundleOptions>, extra: number): string {
  const random = new Random(wanted.seed);
  const shares = Array.from({ length: wanted.policies }, (_, index) => policyUids(wanted, index));
  const packs = Array.from({ length: wanted.packs }, (_, index) => packUids(wanted, index));
  const definitions = [
    ...shares.flatMap((uids) => uids.map((uid, at) => definition(random, uids, uid, at, extra))),
    ...packs.flat().map((uid) => queryDefinition(random, uid, 0)),
  ];
  const policies = shares.map((uids, index) => policy(random, index, uids, packs.flat()));
  return [
    "# Made-up content for tests and measurements.",
    ...section("policies", policies),
    ...section(
      "packs",
      packs.map((uids, index) => pack(random, index, uids)),
    ),
    ...section("queries", definitions),
    "",
  ].join("\n");
}

const section = (key: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [`${key}:`, indent(items.join("\n"), 2)];

const uidsOf = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(4, "0")}`);

function policyUids({ checks, policies }: Required<BundleOptions>, index: number): string[] {
  const share = Math.floor(checks / policies) + (index < checks % policies ? 1 : 0);
  return uidsOf(`example-baseline-${index + 1}-check`, share);
}

const packUids = (wanted: Required<BundleOptions>, index: number): string[] =>
  uidsOf(`example-inventory-${index + 1}-query`, wanted.queriesPerPack);

/** Every twentieth check has the two before it as its variants. */
function definition(random: Random, uids: readonly string[], uid: string, at: number, extra: number): string {
  if (at % 20 !== 19) return queryDefinition(random, uid, extra);
  return variantDefinition(uid, uids.slice(at - 2, at));
}

function policy(random: Random, index: number, checks: readonly string[], queries: readonly string[]): string {
  const lines = [
    head(random, `example-baseline-${index + 1}`, `Example Baseline ${index + 1}`),
    "  scoring_system: average",
    "  groups:",
  ];
  for (let at = 0; at < checks.length; at += GROUP_SIZE) {
    const shown = at === 0 ? queries.slice(0, 5) : [];
    lines.push(indent(group(at / GROUP_SIZE + 1, checks.slice(at, at + GROUP_SIZE), shown), 4));
  }
  return lines.join("\n");
}

function group(number: number, checks: readonly string[], queries: readonly string[]): string {
  const lines = [
    `- uid: group-${number}`,
    `  title: Part ${number}`,
    "  type: 1",
    '  filters: asset.family.contains("linux")',
  ];
  lines.push("  checks:", indent(references(checks), 4));
  if (queries.length > 0) lines.push("  queries:", indent(references(queries), 4));
  return lines.join("\n");
}

function pack(random: Random, index: number, uids: readonly string[]): string {
  const lines = [
    head(random, `example-inventory-${index + 1}`, `Example Inventory ${index + 1}`),
    '  filters: asset.family.contains("unix")',
  ];
  if (uids.length > 0) lines.push("  queries:", indent(references(uids), 4));
  return lines.join("\n");
}

if (isProgram(import.meta.url)) {
  process.stdout.write(generateBundle(numbers(["seed", "checks", "policies", "packs", "queriesPerPack", "bytes"])));
}
