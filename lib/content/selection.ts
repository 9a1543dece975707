import { fail, type Result } from "../platform/result/result";
import { POLICIES, QUERYPACKS, type ContentKindFacts } from "./kind";
import type { BundleAccepted, Finding, PolicySummary, QueryPackSummary } from "./parse";

/** One policy or query pack of a bundle. */
export type SelectionEntry = QueryPackSummary & Pick<PolicySummary, "checks">;

/** The content of one kind in a bundle, in order. */
export function ofKind(
  { kind }: ContentKindFacts,
  { policies, querypacks }: Pick<BundleAccepted, "policies" | "querypacks">,
): SelectionEntry[] {
  return kind === "policy" ? policies : querypacks.map((pack) => ({ ...pack, checks: 0 }));
}

/**
 * A bundle may contain both kinds, and an upload stores one. Skipped content is a warning; a bundle without content of
 * the requested kind is refused.
 */
export function withLeftOut(kind: ContentKindFacts, parsed: BundleAccepted): Result<{ parsed: BundleAccepted }> {
  const other = kind === POLICIES ? QUERYPACKS : POLICIES;
  const [first] = ofKind(other, parsed);
  if (ofKind(kind, parsed).length === 0)
    return fail("invalid_bundle", { detail: { findings: [notHere(kind, other)], moreErrors: 0, moreWarnings: 0 } });
  return {
    ok: true,
    parsed: first ? { ...parsed, warnings: [...parsed.warnings, leftOut(other, first.line)] } : parsed,
  };
}

function notHere({ plural }: ContentKindFacts, other: ContentKindFacts): Finding {
  return {
    severity: "error",
    code: "empty_bundle",
    message: `There are no ${plural} in this bundle, only ${other.plural}. Upload it as ${other.plural}.`,
    line: 1,
    column: 1,
  };
}

function leftOut({ plural }: ContentKindFacts, line: number): Finding {
  return {
    severity: "warning",
    code: "left_out",
    message: `The ${plural} of this bundle were left out. Upload it as ${plural}, too.`,
    line,
    column: 1,
  };
}
