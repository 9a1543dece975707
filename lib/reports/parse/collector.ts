import { MAX_ASSETS, MAX_NAMED_QUERIES, MAX_SCORES } from "./limits";
import { Refusal } from "./refusal";
import { detached, checkId, isId } from "./text";
import type { ParsedAsset, ParsedScore, ReportCounts, ReportForm } from "./types";

/** Collects the content of a report, in any order. */
export class Collector {
  readonly #assets = new Map<string, ParsedAsset>();
  /** Query ids and statuses repeat, so each is stored once. */
  readonly #texts = new Map<string, string>();
  /** The MRNs or uids of queries, by their code ids. */
  readonly #queries = new Map<string, string>();
  #form: ReportForm | null = null;
  #scores = 0;
  vulnerabilityReports = 0;

  /** The asset with this MRN; created if it is new. */
  asset(mrn: string): ParsedAsset {
    return this.#assets.get(mrn) ?? this.#addAsset(mrn);
  }

  /** Validates a query id and returns the shared copy. */
  queryId(text: string): string {
    return this.#texts.get(text) ?? this.#once(checkId(text, "A query id"));
  }

  addScore(asset: ParsedAsset, queryId: string, { score, status }: Omit<ParsedScore, "queryId">): void {
    this.#scores += 1;
    if (this.#scores > MAX_SCORES) throw new Refusal("too_many_scores", `A report may have ${MAX_SCORES} scores.`);
    asset.scores.push({ queryId, score, status: this.#once(status) });
  }

  /** Records the MRN or uid of the query with this code id. Texts that are no ids are ignored. */
  nameQuery(codeId: string, id: string): void {
    if (this.#queries.size >= MAX_NAMED_QUERIES || this.#queries.has(codeId) || !isId(codeId) || !isId(id)) return;
    this.#queries.set(detached(codeId), detached(id));
  }

  /** Records a part that only one of the two forms has. A report with parts of both is refused. */
  shows(form: ReportForm): void {
    this.#form ??= form;
    if (this.#form !== form) throw new Refusal("wrong_shape", "The report mixes the full and the compact form.");
  }

  get form(): ReportForm {
    return this.#form ?? "compact";
  }

  /** The result, after the end of the report. */
  finish(): { form: ReportForm; assets: ParsedAsset[]; counts: ReportCounts } {
    const assets = [...this.#assets.values()];
    for (const { scores } of assets)
      for (const score of scores) score.queryId = this.#queries.get(score.queryId) ?? score.queryId;
    if (this.form === "compact") for (const asset of assets) asset.score = compactTotal(asset);
    const errors = assets.filter(({ error }) => error !== null).length;
    const counts = {
      assets: assets.length,
      scores: this.#scores,
      errors,
      vulnerabilityReports: this.vulnerabilityReports,
    };
    return { form: this.form, assets, counts };
  }

  #addAsset(mrn: string): ParsedAsset {
    if (this.#assets.size === MAX_ASSETS)
      throw new Refusal("too_many_assets", `A report may have ${MAX_ASSETS} assets.`);
    const own = detached(checkId(mrn, "An asset's MRN"));
    const asset = {
      mrn: own,
      name: null,
      platform: null,
      platformVersion: null,
      arch: null,
      score: null,
      error: null,
      scores: [],
    };
    this.#assets.set(own, asset);
    return asset;
  }

  #once(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const own = detached(text);
    this.#texts.set(own, own);
    return own;
  }
}

/** The total under the asset's own MRN, or else the mean of passed and failed checks. */
function compactTotal({ mrn, scores }: ParsedAsset): number | null {
  let [sum, counted] = [0, 0];
  for (const { queryId, score, status } of scores) {
    if (queryId === mrn) return score === null ? null : Math.round(score);
    if (score === null || (status !== "pass" && status !== "fail")) continue;
    sum += score;
    counted += 1;
  }
  return counted === 0 ? null : Math.round(sum / counted);
}
