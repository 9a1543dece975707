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
