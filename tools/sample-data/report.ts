import { isProgram, numbers, values } from "./command";
import { sentences } from "./phrases";
import { Random } from "./random";

export type ReportForm = "full" | "compact";

export interface ReportOptions {
  seed?: number;
  form?: ReportForm;
  /** Assets with a result. */
  assets?: number;
  scoresPerAsset?: number;
  /** Further assets that have only an error. */
  failedAssets?: number;
  /** At least this size in bytes; text of the scanned machines is added until it is reached. */
  bytes?: number;
}

const DEFAULTS = { seed: 1, form: "compact" as ReportForm, assets: 10, scoresPerAsset: 20, failedAssets: 0, bytes: 0 };
const PLATFORMS = [
  {
    name: "debian",
    title: "Debian GNU/Linux 13",
    family: ["debian", "linux", "unix", "os"],
    kind: "virtualmachine",
    arch: "x86_64",
    version: "13.1",
  },
  {
    name: "windows",
    title: "Windows Server 2025",
    family: ["windows", "os"],
    kind: "virtualmachine",
    arch: "x86_64",
    version: "26100",
  },
  {
    name: "k8s-deployment",
    title: "Kubernetes Deployment",
    family: ["k8s-workload", "k8s"],
    kind: "api",
    arch: "arm64",
    version: "1.34",
  },
] as const;

type Json = string | number | { [key: string]: Json } | readonly Json[];
type JsonObject = { [key: string]: Json };

/** A made-up scan report, realistic in shape. The same options give the same text. */
export function generateReport(options: ReportOptions = {}): string {
  const wanted = { ...DEFAULTS, ...options };
  const report = wanted.form === "full" ? fullReport(wanted) : compactReport(wanted);
  const missing = wanted.bytes - Buffer.byteLength(JSON.stringify(report));
  const random = new Random(wanted.seed + 1);
  const filling = (wanted.form === "full" ? report.resolved_policies : report.data) as JsonObject;
  for (let added = 0, part = 1; added < missing; part += 1) {
    const text = sentences(random, 20);
    filling[`filling-${part}`] = { values: { text } };
    added += Buffer.byteLength(text);
  }
  return JSON.stringify(report);
}

/** The MRN of asset number `index`. */
const assetMrn = (index: number): string =>
  `//assets.api.mondoo.app/spaces/dreamy-ellis-859675/assets/2aB${String(index).padStart(24, "0")}`;
const queryMrn = (index: number): string =>
  `//policy.api.mondoo.app/queries/example-baseline-1-check-${String(index + 1).padStart(4, "0")}`;

const record = (keys: readonly string[], make: (key: string, index: number) => Json): JsonObject =>
  Object.fromEntries(keys.map((key, index) => [key, make(key, index)]));

const upTo = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

interface Names {
  random: Random;
  healthy: string[];
  failed: string[];
}

function names({ seed, assets, failedAssets }: Required<ReportOptions>): Names {
  const all = upTo(assets + failedAssets, assetMrn);
  return { random: new Random(seed), healthy: all.slice(0, assets), failed: all.slice(assets) };
}

const failure = (random: Random): string =>
  "cannot connect: " +
  `${random.pick(["connection refused", "no route to host", "permission denied", "naïve proxy – gave up"])}`;

function compactReport(wanted: Required<ReportOptions>): JsonObject {
  const { random, healthy, failed } = names(wanted);
  const queries = upTo(wanted.scoresPerAsset, queryMrn);
  return {
    assets: record([...healthy, ...failed], (mrn) => ({
      mrn,
      name: `host-${random.text(6)}`,
      platformName: random.pick(PLATFORMS).name,
    })),
    data: record(healthy, () => ({
      values: { "example-inventory-1-query-0001": { content: { kernel: `6.12.${random.between(0, 60)}` } } },
    })),
    scores: record(healthy, () => ({ values: record(queries, () => compactScore(random)) })),
    errors: record(failed, () => failure(random)),
  };
}

function compactScore(random: Random): JsonObject {
  const status = random.pick(["pass", "pass", "pass", "fail", "fail", "error", "skip"]);
  return { score: status === "pass" ? 100 : status === "fail" ? random.between(0, 99) : 0, status };
}

function fullReport(wanted: Required<ReportOptions>): JsonObject {
  const { random, healthy, failed } = names(wanted);
  const queries = upTo(wanted.scoresPerAsset, () => random.text(11));
  return {
    assets: record([...healthy, ...failed], (mrn) => fullAsset(random, mrn)),
    bundle: {
      owner_mrn: "//policy.api.mondoo.app/spaces/dreamy-ellis-859675",
      policies: [{ uid: "example-baseline-1" }],
      queries: queries.map((code, index) => ({ code_id: code, mrn: queryMrn(index) })),
    },
    reports: record(healthy, (mrn) => fullResult(random, mrn, queries)),
    resolved_policies: record(healthy, () => ({ graph_execution_checksum: random.text(44) })),
    errors: record(failed, () => failure(random)),
    vuln_reports: record(healthy.slice(0, 3), () => ({ stats: { packages: { total: random.between(100, 900) } } })),
  };
}

function fullAsset(random: Random, mrn: string): JsonObject {
  const { family, ...platform } = random.pick(PLATFORMS);
  return {
    mrn,
    name: `host-${random.text(6)}`,
    platform_ids: [`//platformid.api.mondoo.app/hostname/${random.text(9)}`],
    platform: { ...platform, family: [...family] },
  };
}

function fullResult(random: Random, mrn: string, queries: readonly string[]): JsonObject {
  const value = random.between(0, 100);
  const score = { value, risk_score: 100 - value, type: 2, weight: queries.length, score_completion: 100 };
  return { scoring_mrn: mrn, entity_mrn: mrn, score, scores: record(queries, (id) => fullScore(random, id)) };
}

/** As writers that omit zeros do: a failed check has no `value`. */
function fullScore(random: Random, id: string): JsonObject {
  const type = random.pick([2, 2, 2, 2, 4, 8, 16]);
  const shared = { qr_id: id, type, weight: 1, score_completion: 100 };
  return type === 2 && random.chance(0.7) ? { ...shared, value: 100 } : shared;
}

if (isProgram(import.meta.url)) {
  const counts = ["seed", "assets", "scoresPerAsset", "failedAssets", "bytes"] as const;
  const { form } = values([...counts, "form"]);
  if (form !== undefined && form !== "full" && form !== "compact") throw new Error("--form is full or compact");
  process.stdout.write(generateReport({ ...numbers(counts, ["form"]), ...(form ? { form } : {}) }));
}
