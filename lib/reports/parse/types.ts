/** The form of a report. One without distinguishing parts (for instance only errors) counts as compact. */
export type ReportForm = "full" | "compact";

/** The outcome of one check or query on one asset. */
export interface ParsedScore {
  /**
   * The query's MRN or id. A code id (a checksum) is replaced by the MRN or uid that the report's own bundle has for
   * it.
   */
  queryId: string;
  /** 0 to 100, possibly a fraction; null without a result. */
  score: number | null;
  /** `pass`, `fail`, `error`, `skip`, or another status of the scanner. */
  status: string;
}

/** The part of a report about one asset. */
export interface ParsedAsset {
  /** Opaque: 1 to 1,024 characters, no control characters. Never resolve it or use it for authorization. */
  mrn: string;
  /** Null if the report has only its scores or an error. */
  name: string | null;
  platform: string | null;
  platformVersion: string | null;
  arch: string | null;
  /**
   * 0 to 100, an integer. The report's total or, in the compact form without one, the mean of passed and failed checks.
   * Null without a result.
   */
  score: number | null;
  error: string | null;
  scores: ParsedScore[];
}

/** The counts of a report. */
export interface ReportCounts {
  assets: number;
  scores: number;
  /** Assets with an error. */
  errors: number;
  /** Assets with a vulnerability report. */
  vulnerabilityReports: number;
}

/** Why a report is refused. Stable: clients may rely on it. */
export type ReportReason =
  | "invalid_json"
  | "truncated"
  | "not_utf8"
  | "too_deep"
  | "duplicate_key"
  | "wrong_shape"
  | "too_large"
  | "too_many_assets"
  | "too_many_scores"
  | "bad_gzip";

/** A report that must not be stored. */
export interface ReportRefused {
  ok: false;
  reason: ReportReason;
  message: string;
  /** Where in the decompressed bytes, from 0. */
  offset?: number;
  /** From 1. */
  line?: number;
  /** From 1, in UTF-16 code units. */
  column?: number;
  /** The place in the report, such as `scores["//assets/1"].values["//q/1"].score`. */
  path?: string;
}

/** A report that may be stored. */
export interface ReportAccepted {
  ok: true;
  form: ReportForm;
  /** In the order in which the report first names them. */
  assets: ParsedAsset[];
  counts: ReportCounts;
  /** SHA-256 of the decompressed bytes in hexadecimal: two posts with the same digest are the same report. */
  digest: string;
  /** The size, decompressed. */
  bytes: number;
  /** The report compressed with gzip, ready to store. */
  gzip: Uint8Array<ArrayBuffer>;
}

/** The outcome of `parseReport`. */
export type ReportParse = ReportAccepted | ReportRefused;
