import type { Answer, AskedApi } from "./answers.js";
import { later, type Instant } from "./instant.js";
import type { Entry } from "./memory.js";
import type { Asked } from "./questions.js";
import { refused, type Accepted, type LimitState, type Verification } from "./result.js";

/** What is remembered of a live token: enough for any demand. */
export interface TokenEntry extends Entry {
  readonly scopes: ReadonlySet<string>;
  /** Null if it has no scope of the API. */
  readonly accepted: Accepted | null;
  /** Whether a scope that is not in the list is missing. One permission of Latchkey's own can contain another. */
  readonly isComplete: boolean;
}

const NONE: readonly string[] = [];
const WRONG_API = refused("wrong_api");
const INSUFFICIENT_SCOPE = refused("insufficient_scope");

/** The result of a check by what is remembered; null if that does not decide it. */
export function decideBy(entry: TokenEntry, scopes: readonly string[] = NONE): Verification | null {
  const { accepted, isComplete } = entry;
  if (accepted !== null && scopes.every((scope) => entry.scopes.has(scope))) return accepted;
  if (!isComplete) return null;
  return accepted === null ? WRONG_API : INSUFFICIENT_SCOPE;
}

/** What to remember of a token; null if nothing may be. */
export function toEntry(answer: Answer, { sent, date }: Asked, api: AskedApi, maxAgeMs: number): TokenEntry | null {
  const { described } = answer;
  if (!answer.isCacheable || described === null) return null;
  const { token, expiresAt, isForApi } = described;
  const until = untilOf(expiresAt, date, sent, maxAgeMs);
  if (until === null) return null;
  return {
    id: token.id,
    subject: token.subject,
    until,
    scopes: new Set(token.scopes),
    accepted: isForApi ? Object.freeze({ ok: true, token, source: "memory" }) : null,
    isComplete: !api.isOwn,
  };
}

/**
 * Until when an answer is good. The expiration counts by Latchkey's clock, and by this machine's. The header Date is up
 * to a second behind Latchkey's clock; and when the question was sent, that clock was not ahead of it.
 */
function untilOf(expiresAt: number | null, date: number | null, sent: Instant, maxAgeMs: number): Instant | null {
  const aged = later(sent, maxAgeMs);
  if (expiresAt === null) return aged;
  if (date === null) return null;
  const left = expiresAt - (date + 1_000);
  return {
    running: Math.min(aged.running, sent.running + left),
    wall: Math.min(aged.wall, sent.wall + left, expiresAt),
  };
}

/** Whether an answer that accepts a token says that the token has what was demanded. */
export function isConsistent(answer: Answer, { demand: { scopes = NONE } }: Asked, { isOwn }: AskedApi): boolean {
  if (!answer.valid || isOwn) return true;
  const { token, isForApi } = answer.described;
  return isForApi && scopes.every((scope) => token.scopes.includes(scope));
}

/** The result of a check by Latchkey's answer to it. */
export function toVerification(answer: Answer): Verification {
  const limits = answer.limits === undefined ? {} : { limits: answer.limits };
  if (answer.valid) return Object.freeze({ ok: true, token: answer.described.token, source: "latchkey", ...limits });
  const isOver = answer.code === "rate_limited" || answer.code === "quota_exceeded";
  return refused(answer.code, isOver ? { ...limits, retryAfterSeconds: resetOf(answer.limits ?? []) } : limits);
}

/** When the last of the limits that are used up begins again, in seconds. */
function resetOf(limits: readonly LimitState[]): number {
  const usedUp = limits.filter(({ remaining }) => remaining <= 0);
  return Math.max(1, ...(usedUp.length > 0 ? usedUp : limits).map(({ resetSeconds }) => resetSeconds ?? 1));
}
