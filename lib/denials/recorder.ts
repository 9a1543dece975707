import { scheduleWrite } from "./write";
import { denials, type DenialKind, type NewDenial, type Noted } from "./state";

/** How many denials of tokens, and of strangers, are listed for one organization between two writes. */
export const MAX_LISTED = { tokens: 100, strangers: 5 } as const;
/** How many of one kind, a token with a reason, are listed in a minute. So none of them pushes out the others. */
export const MAX_OF_KIND = 5;
const MINUTE_MS = 60_000;
/** For how many organizations denials of tokens, and of strangers, wait at once. */
const MAX_WAITING = { tokens: 5_000, strangers: 200 } as const;
const MAX_TEXT = 200;

/**
 * Notes why a request was denied, in memory and in constant time. It is written a second later. Of a flood a few are
 * listed and the others counted, so that a denial costs no more than a look at two maps.
 */
export function recordDenial(denial: NewDenial, now = Date.now()): void {
  const state = denials();
  const who = denial.token === null ? "strangers" : "tokens";
  const kind = kindOf(denial, now);
  if (kind.listed >= MAX_OF_KIND) return void (kind.more += 1);
  const pending = state.pending[who];
  let noted = pending.get(denial.organizationId);
  if (!noted) {
    if (pending.size >= MAX_WAITING[who]) return void (state.dropped += 1);
    noted = [];
    pending.set(denial.organizationId, noted);
    scheduleWrite();
  }
  if (noted.length >= MAX_LISTED[who]) return void (kind.more += 1);
  noted.push(toNoted(denial, now, kind));
}

function kindOf({ organizationId, reason, token }: NewDenial, now: number): DenialKind {
  const kinds = denials().kinds[token === null ? "strangers" : "tokens"];
  const key = `${organizationId} ${reason} ${token?.tokenId ?? ""}`;
  const known = kinds.get(key);
  if (known && now - known.since < MINUTE_MS) return known;
  const kind = { since: now, listed: 0, more: known?.more ?? 0 };
  kinds.set(key, kind);
  return kind;
}

/** The next one that is listed says how many were not. */
function toNoted(denial: NewDenial, at: number, kind: DenialKind): Noted {
  const { more } = kind;
  kind.listed += 1;
  kind.more = 0;
  return { ...denial, at, demanded: denial.demanded?.slice(0, MAX_TEXT) ?? null, more };
}
