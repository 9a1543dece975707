/** Which of the two forms a report has. One that shows neither (only errors, say) counts as compact. */
export type ReportForm = "full" | "compact";

/** The outcome of one check or query on one asset. */
export interface ParsedScore {
  /** The query's id or MRN, as the report has it. */
  queryId: string;
  /** 0 to 100, possibly a fraction; null where there is no result. */
  score: number | null;
  /** `pass`, `fail`, `error`, `skip`, or another word of the scanner's. */
  status: string;
}

/** What a report says of one asset. */
export interface ParsedAsset {
  /** Opaque: 1 to 1,024 characters, no control characters. Never to be resolved or used for authorization. */
  mrn: string;
  /** Null where the report has only scores or an error of it. */
  name: string | null;
  platform: string | null;
  platformVersion: string | null;
  arch: string | null;
  /**
   * 0 to 100, a whole number. The report's own total; in the compact form, where there is none, the mean of the passed
   * and failed checks. Null without a result.
   */
  score: number | null;
  error: string | null;
  scores: ParsedScore[];
}

/** How much a report holds. */
export interface ReportCounts {
  assets: number;
  scores: number;
  /** Assets with an error. */
  errors: number;
  /** Assets with a vulnerability report. */
  vulnerabilityReports: number;
}

/** Why a report is refused. Stable: clients may switch on it. */
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
  /** The report, compressed with gzip, to be stored as it is. */
  gzip: Uint8Array<ArrayBuffer>;
}

/** The outcome of `parseReport`. */
export type ReportParse = ReportAccepted | ReportRefused;
