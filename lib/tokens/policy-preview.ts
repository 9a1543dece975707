import type { Actor } from "../access/authorization/actor";
import type { Result } from "../platform/result/result";
import { forecastPolicy } from "./policy-forecast";

/** What a shorter longest life would do, at the moment of the answer. */
export interface PolicyPreview {
  /** Live tokens that would end at once. */
  readonly tokensEnding: number;
  /** How many of them were used in the last 7 days. */
  readonly recentlyUsed: number;
}

/**
 * What would end if the organization's tokens could live this many days; null for any time. For who may change the
 * policy. Fails with `insufficient_scope`.
 */
export async function previewLongestLife(
  actor: Actor,
  days: number | null,
): Promise<Result<{ preview: PolicyPreview }>> {
  const answer = await forecastPolicy(actor, { tokenMaxLifetimeDays: days, tokenRequestsPerMinute: null });
  if (!answer.ok) return answer;
  const { ending, endingUsed } = answer.forecast;
  return { ok: true, preview: { tokensEnding: ending, recentlyUsed: endingUsed } };
}
