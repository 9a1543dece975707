import { isRecord, isStrings, toEpoch } from "./parsing.js";

/** An entry of `GET /api/v1/revocations?changes=1` (Latchkey's ADR 0065). */
export type RevocationEntry =
  | { readonly kind: "revoked"; readonly tokenId: string; readonly at: number }
  | { readonly kind: "narrowed"; readonly tokenId: string; readonly at: number }
  | {
      readonly kind: "scopes_removed";
      readonly api: string;
      readonly scopes: readonly string[] | null;
      readonly at: number;
    }
  /** Of a kind that this version does not know. */
  | { readonly kind: "unknown"; readonly at: number };

export interface RevocationsAnswer {
  readonly entries: readonly RevocationEntry[];
  readonly nextCursor: string;
}

/** Null for what is no answer. */
export function parseRevocations(body: unknown): RevocationsAnswer | null {
  if (!isRecord(body) || !Array.isArray(body.items) || typeof body.nextCursor !== "string") return null;
  const entries = body.items.map(parseEntry);
  return entries.includes(null) ? null : { entries: entries as RevocationEntry[], nextCursor: body.nextCursor };
}

function parseEntry(item: unknown): RevocationEntry | null {
  const at = isRecord(item) ? toEpoch(item.at) : null;
  if (!isRecord(item) || at === null) return null;
  const { kind, tokenId, api, scopes } = item;
  if ((kind === "revoked" || kind === "narrowed") && typeof tokenId === "string") return { kind, tokenId, at };
  const isOfApi = kind === "scopes_removed" && typeof api === "string" && (scopes === null || isStrings(scopes));
  return isOfApi ? { kind, api, scopes, at } : { kind: "unknown", at };
}

/** What a JWT says that a revocation may concern. */
export interface JwtFacts {
  readonly tokenId: string;
  /** When it was issued, in ms since the epoch. */
  readonly issuedAt: number;
  readonly scopes: readonly string[];
}

/** Longer than any JWT lives. */
export const MAX_JWT_SECONDS = 3_600;
/** How long entries are kept, in ms: no JWT that one concerns is alive then. */
const KEPT_MS = 2 * MAX_JWT_SECONDS * 1_000;
/** How many tokens are told apart. With more, all JWTs that were issued before are refused. */
const MAX_KEPT = 100_000;
/** How long after a token's revocation a JWT of it can still be made, in ms, and for which clocks may differ. */
const MARGIN_MS = 10_000;

interface KeptEntry {
  /** JWTs that were issued before are refused, in ms since the epoch. Infinity: all of them. */
  readonly before: number;
  /** When the entry was received, by `performance.now()`. */
  readonly received: number;
}

/** Which JWTs are refused although they are not over. */
export class RevocationList {
  readonly #api: string;
  /** By `t` and a token's id, `s` and a scope, or `a` for the API. The oldest first. */
  readonly #kept = new Map<string, KeptEntry>();
  /** All JWTs that were issued before are refused. */
  #allBefore = -Infinity;

  constructor(api: string) {
    this.#api = api;
  }

  add(entries: readonly RevocationEntry[], received: number): void {
    for (const entry of entries) this.#add(entry, received);
    for (const [key, kept] of this.#kept) {
      if (received - kept.received < KEPT_MS) break;
      this.#kept.delete(key);
    }
  }

  refuses({ tokenId, issuedAt, scopes }: JwtFacts): boolean {
    if (issuedAt < this.#allBefore || this.#isBefore(`t${tokenId}`, issuedAt) || this.#isBefore("a", issuedAt))
      return true;
    return scopes.some((scope) => this.#isBefore(`s${scope}`, issuedAt));
  }

  #add(entry: RevocationEntry, received: number): void {
    if (entry.kind === "revoked") this.#keep(`t${entry.tokenId}`, Infinity, received, entry.at);
    else if (entry.kind === "narrowed") this.#keep(`t${entry.tokenId}`, entry.at, received, entry.at);
    else if (entry.kind === "unknown") this.#refuseBefore(entry.at);
    else if (entry.api === this.#api)
      for (const key of entry.scopes?.map((scope) => `s${scope}`) ?? ["a"])
        this.#keep(key, entry.at, received, entry.at);
  }

  #keep(key: string, before: number, received: number, at: number): void {
    const known = this.#kept.get(key);
    this.#kept.delete(key); // so that the oldest stay first
    this.#kept.set(key, { before: Math.max(before, known?.before ?? -Infinity), received });
    if (this.#kept.size <= MAX_KEPT) return;
    this.#kept.clear();
    this.#refuseBefore(at + MARGIN_MS);
  }

  #refuseBefore(at: number): void {
    this.#allBefore = Math.max(this.#allBefore, at);
  }

  #isBefore(key: string, issuedAt: number): boolean {
    const kept = this.#kept.get(key);
    return kept !== undefined && issuedAt < kept.before;
  }
}
