import { decodeBundle } from "./decode";
import { BundleEntry } from "./entry";
import { Findings } from "./findings";
import { inspectTree } from "./inspect";
import { readSharedQuery, type Bundle } from "./query";
import { QueryList } from "./query-list";
import { Registry } from "./registry";
import { readPolicy, readQueryPack } from "./summary";
import { readTree } from "./tree";
import type { BundleParse, PolicySummary, QueryDefinition, QueryPackSummary } from "./types";

export { MAX_BUNDLE_BYTES } from "./limits";
export type * from "./types";

interface Content {
  policies: PolicySummary[];
  querypacks: QueryPackSummary[];
  definitions: QueryDefinition[];
}

/**
 * Parses and validates an uploaded bundle of policies and query packs: YAML 1.2, one document, UTF-8, up to
 * MAX_BUNDLE_BYTES. Never throws for bad input. Content is only validated if the syntax is valid. Unknown keys are
 * ignored: the original bytes are stored and downloaded, and the result is only used for lists. Synchronous: 3 MB take
 * about 0.7 s of CPU (docs/decisions/0020).
 */
export function parseBundle(bytes: Uint8Array): BundleParse {
  const decoded = decodeBundle(bytes);
  if (!decoded.ok) return decoded;
  const findings = new Findings();
  const content = readContent(decoded.text, findings);
  const { errors, warnings, moreErrors, moreWarnings } = findings;
  if (!content || findings.failed) return { ok: false, errors, warnings, moreErrors, moreWarnings };
  return { ok: true, ...content, warnings, moreWarnings };
}

function readContent(text: string, findings: Findings): Content | null {
  const root = readTree(text, findings);
  if (findings.failed) return null;
  const targets = inspectTree(root, findings);
  if (findings.failed) return null;
  const bundle: Bundle = { findings, targets, registry: new Registry(findings), queries: new QueryList() };
  if (!root) return empty(findings);
  const entry = BundleEntry.at(bundle, { node: root, place: { offset: root.range?.[0] ?? 0 } }, "A bundle");
  return entry && readEntries(bundle, entry);
}

function readEntries(bundle: Bundle, entry: BundleEntry): Content | null {
  const [policies, packs] = [entry.list("policies"), entry.list("packs")];
  for (const query of entry.list("queries")) readSharedQuery(bundle, query);
  for (const key of ["props", "frameworks", "framework_maps"]) entry.list(key);
  if (policies.length + packs.length === 0 && !bundle.findings.failed) return empty(bundle.findings);
  const content = {
    policies: policies.flatMap((spot) => readPolicy(bundle, spot) ?? []),
    querypacks: packs.flatMap((spot) => readQueryPack(bundle, spot) ?? []),
  };
  bundle.registry.warnOfUnknown();
  for (const use of [...content.policies, ...content.querypacks].flatMap(({ uses }) => uses))
    if (use.uid !== null) use.definition ??= bundle.queries.find(use.uid);
  return { ...content, definitions: bundle.queries.items };
}

function empty(findings: Findings): null {
  findings.error("empty_bundle", "A bundle holds at least one policy or query pack, under policies or packs.", {
    offset: 0,
  });
  return null;
}
