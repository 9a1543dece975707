import { MAX_USES, PER_MINUTE, POLICY, QUOTA } from "./bounds";
import { limitsDtoSchema } from "./schema";

/** In what a limit is counted: fixed windows of so many seconds, calendar periods in UTC, or the token's whole life. */
export type Period = number | "day" | "month" | "ever";

/** A limit that is counted: how many requests the tokens of one holder may make in a period. */
export interface CountedLimit {
  /** Names the counter in the organization: the holder, and the limit's name and period. */
  readonly key: string;
  /** The same among all organizations. */
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly limit: number;
  readonly period: Period;
}

/** Whose requests are counted together: those of a token and its descendants, or of all tokens of a subject. */
export interface Holder {
  readonly organizationId: string;
  /** `token:` with the token's id, or `subject:` with the subject. */
  readonly name: string;
}

export const holderOfToken = (organizationId: string, tokenId: string): Holder => ({
  organizationId,
  name: `token:${tokenId}`,
});

export const holderOfSubject = (organizationId: string, subject: string): Holder => ({
  organizationId,
  name: `subject:${subject}`,
});

/** The organization's policy, counted for the oldest ancestor of a token. */
export const policyLimit = (holder: Holder, limit: number): CountedLimit => counted(holder, POLICY, limit, 60);

/** The counted ones of stored limits. None of those that this version cannot evaluate: they refuse every request. */
export function countedOf(holder: Holder, stored: unknown): readonly CountedLimit[] {
  const parsed = limitsDtoSchema.safeParse(stored);
  if (!parsed.success) return [];
  const { requestsPerMinute, windows = [], quota, maxUses } = parsed.data;
  return [
    ...(requestsPerMinute === undefined ? [] : [counted(holder, PER_MINUTE, requestsPerMinute, 60)]),
    ...windows.map(({ name, limit, windowSeconds }) => counted(holder, name, limit, windowSeconds)),
    ...(quota === undefined ? [] : [counted(holder, QUOTA, quota.requests, quota.per)]),
    ...(maxUses === undefined ? [] : [counted(holder, MAX_USES, maxUses, "ever")]),
  ];
}

function counted(holder: Holder, name: string, limit: number, period: Period): CountedLimit {
  const { organizationId } = holder;
  const key = `${holder.name} ${name} ${period}`;
  return { key, id: `${organizationId} ${key}`, organizationId, name, limit, period };
}
