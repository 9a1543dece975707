/** The code of a finding. Stable: clients may rely on it. */
export type FindingCode =
  | "too_large"
  | "too_complex"
  | "too_deep"
  | "not_utf8"
  | "control_character"
  | "yaml_syntax"
  | "yaml_version"
  | "yaml_notice"
  | "tab_indentation"
  | "multiple_documents"
  | "duplicate_key"
  | "unknown_alias"
  | "recursive_alias"
  | "alias_bomb"
  | "merge_key"
  | "empty_bundle"
  | "left_out"
  | "wrong_type"
  | "bad_text"
  | "too_long"
  | "missing_uid"
  | "bad_uid"
  | "duplicate_uid"
  | "missing_version"
  | "bad_version"
  | "missing_query"
  | "unknown_query"
  | "bad_impact";

/** An error or a warning about a bundle. */
export interface Finding {
  severity: "error" | "warning";
  code: FindingCode;
  message: string;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 code units as editors count; in bytes where the text is not UTF-8. */
  column: number;
  /** The place in the bundle's structure, such as `policies[0].groups[2].checks[1].uid`. */
  path?: string;
}

/** The author of a policy or a query pack. */
export interface Author {
  name: string;
  email: string | null;
}

/** One entry of `tags`, in the bundle's order. A list, so that keys such as `__proto__` are ordinary keys. */
export interface Tag {
  key: string;
  value: string;
}

/** One way to mend what a check finds, as Markdown. */
export interface Remediation {
  /** What it is for, such as `cli` or `terraform`; null if the bundle has only one text. */
  id: string | null;
  text: string;
}

/** A check or query as a bundle defines it. */
export interface QueryDefinition {
  /** Null for one that is defined where it is used, without a uid. */
  uid: string | null;
  /** Cut at MAX_LINE. */
  title: string | null;
  /** An integer from 0 to 100. */
  impact: number | null;
  mql: string | null;
  /** `docs.desc`, as Markdown. */
  description: string | null;
  /** `docs.remediation`. */
  remediation: Remediation[];
  /** The uids of the queries of which one runs, depending on the asset's platform. */
  variants: string[];
}

/** A check or query in a policy or query pack. */
export interface QueryUse {
  purpose: "check" | "query";
  /** The title of its group. */
  group: string | null;
  /** Also from an MRN that ends with one. */
  uid: string | null;
  /** The position of its definition in the bundle; null if it is defined elsewhere. */
  definition: number | null;
  /** Its own title and impact, which replace those of the definition. */
  title: string | null;
  impact: number | null;
}

/** The facts about a policy or a query pack that lists show without parsing the bundle again. */
export interface ContentSummary {
  uid: string;
  /** The uid if the bundle has no name. */
  name: string;
  version: string | null;
  license: string | null;
  tags: Tag[];
  authors: Author[];
  /** `docs.desc`, cut at MAX_DESCRIPTION. */
  description: string | null;
  /** The number of distinct data queries. Each one without a uid counts. */
  queries: number;
  /** In the bundle's order. */
  uses: QueryUse[];
  /** Where it begins in the bundle. */
  line: number;
}

/** A policy. */
export interface PolicySummary extends ContentSummary {
  /** The number of distinct checks. Each one without a uid counts. Variants do not count. */
  checks: number;
  groups: number;
}

/** A query pack. */
export type QueryPackSummary = ContentSummary;

/** The outcome of `parseBundle`. Findings are in the order of the bundle, at most MAX_FINDINGS per severity. */
export type BundleParse = BundleAccepted | BundleRefused;

/** A bundle that may be stored. */
export interface BundleAccepted {
  ok: true;
  policies: PolicySummary[];
  querypacks: QueryPackSummary[];
  definitions: QueryDefinition[];
  warnings: Finding[];
  /** Warnings beyond those listed. */
  moreWarnings: number;
}

/** A bundle that must not be stored. */
export interface BundleRefused {
  ok: false;
  errors: Finding[];
  warnings: Finding[];
  /** Errors beyond those listed. */
  moreErrors: number;
  /** Warnings beyond those listed. */
  moreWarnings: number;
}
