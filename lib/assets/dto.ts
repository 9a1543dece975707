/** A scanned asset, with the facts of its newest report. */
export interface AssetDto {
  readonly id: string;
  readonly spaceId: string;
  /** Chosen by the agent; unique within the space only. */
  readonly mrn: string;
  /** The MRN if no report has a name. */
  readonly name: string;
  readonly platform: string | null;
  readonly platformVersion: string | null;
  readonly arch: string | null;
  /** 0 to 100; null without a result. */
  readonly score: number | null;
  readonly error: string | null;
  /** ISO 8601, UTC. */
  readonly lastSeenAt: string;
  readonly createdAt: string;
  readonly lastReportId: string | null;
}

/** The outcome of one check on one asset. */
export interface CheckDto {
  /** The query's MRN or id. A code id (a checksum) only if the report does not name its query. */
  readonly queryId: string;
  readonly score: number | null;
  /** `pass`, `fail`, `error`, `skip`, or another status of the scanner. */
  readonly status: string;
}

/** The part of a report about one asset. */
export interface AssetReportDto {
  readonly asset: AssetDto;
  readonly reportId: string;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly receivedFrom: string;
  readonly score: number | null;
  readonly error: string | null;
  /** The first 10,000, in the report's order. */
  readonly checks: readonly CheckDto[];
  readonly moreChecks: boolean;
}

/** A summary of a space's assets. */
export interface AssetSummary {
  readonly assets: number;
  readonly errors: number;
  /** The mean of the scores as an integer; null if there are none. */
  readonly averageScore: number | null;
  /** How many assets have a score of 0 to 9, 10 to 19, … and 90 to 100. */
  readonly scores: readonly number[];
  /** The 50 most frequent, by number. */
  readonly platforms: readonly { readonly platform: string; readonly assets: number }[];
  /** ISO 8601, UTC; null before the first report. */
  readonly lastSeenAt: string | null;
}
