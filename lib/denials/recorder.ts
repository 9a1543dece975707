import { scheduleWrite } from "./write";
import { denials, type NewDenial, type Noted } from "./state";

/** How many denials of tokens, and of strangers, are listed for one organization between two writes. */
export const MAX_LISTED = { tokens: 100, strangers: 5 } as const;
/** For how many organizations denials wait at once. */
const MAX_WAITING = 10_000;
const MAX_TEXT = 200;

/**
 * Notes why a request was denied, in memory and in constant time. It is written a second later. Of a flood a few are
 * listed and the others counted, so that a denial costs no more than a look at a map.
 */
export function recordDenial(denial: NewDenial, now = Date.now()): void {
  const state = denials();
  const isStranger = denial.token === null;
  const key = `${isStranger ? "-" : "+"}${denial.organizationId}`;
  let pending = state.pending.get(key);
  if (!pending) {
    if (state.pending.size >= MAX_WAITING) return void (state.dropped += 1);
    pending = { noted: [], lastOf: new Map() };
    state.pending.set(key, pending);
    scheduleWrite();
  }
  const kind = `${denial.reason} ${denial.token?.tokenId ?? ""}`;
  const isFull = pending.noted.length >= (isStranger ? MAX_LISTED.strangers : MAX_LISTED.tokens);
  const like = isFull ? (pending.lastOf.get(kind) ?? pending.noted.at(-1)) : undefined;
  if (like) return void (like.more += 1);
  const noted: Noted = { ...denial, at: now, demanded: denial.demanded?.slice(0, MAX_TEXT) ?? null, more: 0 };
  pending.noted.push(noted);
  pending.lastOf.set(kind, noted);
}
