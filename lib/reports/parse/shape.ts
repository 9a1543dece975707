import { bundlePlace } from "./bundle-place";
import type { Collector } from "./collector";
import { MAX_ERROR, MAX_NAME } from "./limits";
import type { ObjectPlace, ReportPlace } from "./places";
import { Refusal } from "./refusal";
import { compactScore, fullScore, scorePlace } from "./score";
import { detached, shown } from "./text";
import type { ParsedAsset, ReportForm } from "./types";

const ANYTHING: ReportPlace = { kind: "anything" };

/** An object whose members all have the same place. */
const mapOf = (member: (name: string) => ReportPlace): ObjectPlace => ({ kind: "object", member });

/** An object with some known members. */
const objectOf = (members: Record<string, () => ReportPlace>): ObjectPlace => {
  const known = new Map(Object.entries(members));
  return mapOf((name) => known.get(name)?.() ?? ANYTHING);
};

/** A whole report in either form. Unknown top-level keys are skipped, but at least one known key is required. */
export function reportPlace(collector: Collector): ObjectPlace {
  const known = new Map<string, () => ReportPlace>([
    ["assets", () => mapOf((mrn) => assetPlace(collector, collector.asset(mrn)))],
    ["errors", () => mapOf((mrn) => errorPlace(collector.asset(mrn)))],
    ["reports", only(collector, "full", () => mapOf((mrn) => resultPlace(collector, collector.asset(mrn))))],
    ["vuln_reports", only(collector, "full", () => mapOf((mrn) => vulnerabilityPlace(collector, mrn)))],
    ["bundle", only(collector, "full", () => bundlePlace((code, id) => collector.nameQuery(code, id)))],
    ["resolved_policies", only(collector, "full", () => mapOf(() => ANYTHING))],
    ["scores", only(collector, "compact", () => mapOf((mrn) => valuesPlace(collector, collector.asset(mrn))))],
    ["data", only(collector, "compact", () => mapOf(() => ANYTHING))],
  ]);
  let recognized = false;
  const member = (name: string): ReportPlace => {
    recognized ||= known.has(name);
    return known.get(name)?.() ?? ANYTHING;
  };
  return { kind: "object", member, done: () => requireRecognized(recognized) };
}

function requireRecognized(recognized: boolean): void {
  if (recognized) return;
  throw new Refusal(
    "wrong_shape",
    "Expected a scan report: an object with assets, reports, scores, data or errors.",
    "$",
  );
}

/** A place that only one form has. */
function only(collector: Collector, form: ReportForm, place: () => ReportPlace): () => ReportPlace {
  return () => {
    collector.shows(form);
    return place();
  };
}

type TextField = "name" | "platform" | "platformVersion" | "arch";

const textInto = (asset: ParsedAsset, field: TextField): ReportPlace => ({
  kind: "text",
  put: (value) => void (asset[field] = shown(detached(value), MAX_NAME)),
});

function assetPlace(collector: Collector, asset: ParsedAsset): ObjectPlace {
  return objectOf({
    mrn: () => ({ kind: "text", put: (value) => requireSame(value, asset.mrn) }),
    name: () => textInto(asset, "name"),
    platform: only(collector, "full", () => platformPlace(asset)),
    platformName: only(collector, "compact", () => textInto(asset, "platform")),
  });
}

function requireSame(mrn: string, key: string): void {
  if (mrn !== key) throw new Refusal("wrong_shape", "Expected the MRN that is the key of this asset.");
}

function platformPlace(asset: ParsedAsset): ObjectPlace {
  return objectOf({
    name: () => textInto(asset, "platform"),
    version: () => textInto(asset, "platformVersion"),
    arch: () => textInto(asset, "arch"),
  });
}

const errorPlace = (asset: ParsedAsset): ReportPlace => ({
  kind: "text",
  put: (value) => void (asset.error = shown(detached(value), MAX_ERROR) ?? "unknown error"),
});

/** A full form's result of one asset. */
function resultPlace(collector: Collector, asset: ParsedAsset): ObjectPlace {
  return objectOf({
    score: () => scorePlace((raw) => void (asset.score = whole(fullScore(raw).score))),
    scores: () => scoresPlace(collector, asset, fullScore),
  });
}

const whole = (score: number | null): number | null => (score === null ? null : Math.round(score));

/** A compact form's scores of one asset. */
function valuesPlace(collector: Collector, asset: ParsedAsset): ObjectPlace {
  return objectOf({
    values: () => scoresPlace(collector, asset, compactScore),
  });
}

/** The scores of one asset by query, each understood by `read`. */
function scoresPlace(collector: Collector, asset: ParsedAsset, read: typeof fullScore): ObjectPlace {
  let queryId = "";
  const score = scorePlace((raw) => collector.addScore(asset, queryId, read(raw)));
  return mapOf((id) => {
    queryId = collector.queryId(id);
    return score;
  });
}

function vulnerabilityPlace(collector: Collector, mrn: string): ReportPlace {
  collector.asset(mrn);
  collector.vulnerabilityReports += 1;
  return ANYTHING;
}
