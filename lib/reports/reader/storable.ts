import type { ParsedAsset, ReportAccepted } from "../parse";

/** An asset ready to store, with its scores as JSON: a list of `[query, score, status]`. */
export interface StorableAsset extends Omit<ParsedAsset, "scores"> {
  readonly scores: string;
}

/** A report ready to store. Much smaller than the parser's result. */
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
