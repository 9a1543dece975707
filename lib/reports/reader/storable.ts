import type { ParsedAsset, ReportAccepted } from "../parse";

/** An asset as it is stored: its scores as the JSON that the database keeps, a list of `[query, score, status]`. */
export interface StorableAsset extends Omit<ParsedAsset, "scores"> {
  readonly scores: string;
}

/** A report that may be stored. A small part of the size of what the parser returns. */
export interface StorableReport extends Omit<ReportAccepted, "assets"> {
  readonly assets: readonly StorableAsset[];
}

/** Writes each asset's scores as JSON. */
export function toStorable(report: ReportAccepted): StorableReport {
  return { ...report, assets: report.assets.map(toStorableAsset) };
}

function toStorableAsset({ scores, ...asset }: ParsedAsset): StorableAsset {
  return {
    ...asset,
    scores: JSON.stringify(scores.map(({ queryId, score, status }) => [queryId, score, status])),
  };
}
