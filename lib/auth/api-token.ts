import { scopeOf, type TokenActor } from "../authorization/actor";
import { isDatabaseAway } from "../db/errors";
import { log } from "../log";
import { digestKey } from "../tokens/digest";
import { isToken } from "../tokens/format";
import { isCrossSite, type OwnOrigin } from "./browser";
import { tokenCache } from "./cache";
import { readCredential } from "./credential";
import { consumeRequest, type RateState } from "./rate-limit";
import type { TokenRecord } from "./record";

/** Why a request was not let in, in the words of RFC 6750 section 3.1 where it has them. */
export type Denial =
  | { readonly ok: false; readonly error: "no_credential" }
  | { readonly ok: false; readonly error: "invalid_request"; readonly description: string }
  | { readonly ok: false; readonly error: "invalid_token" }
  | { readonly ok: false; readonly error: "foreign_origin" }
  | { readonly ok: false; readonly error: "rate_limited"; readonly rate: RateState }
  | { readonly ok: false; readonly error: "unavailable" };

export type Authentication = { readonly ok: true; readonly actor: TokenActor; readonly rate: RateState | null } | Denial;

export interface AuthenticationContext {
  readonly prefix: string;
  readonly ownOrigin: OwnOrigin;
  readonly address: string | null;
  /** Whether the Session cookie is read at all; a gateway's guarded application may have one of its own. */
  readonly cookies?: boolean;
  /** Whether HTTP Basic with the token as its password is read: for OAuth clients that know no other way. */
  readonly basic?: boolean;
}

/**
 * Who sent this request: the one place that reads API credentials. Form and checksum come first and cost no query; the
 * state is evaluated anew each time. Never throws for the caller's fault, and never accepts when the database is away.
 */
export async function authenticate(headers: Headers, context: AuthenticationContext): Promise<Authentication> {
  const presented = readCredential(headers, context.prefix, context);
  if (!presented.ok) return presented.error === "none" ? { ok: false, error: "no_credential" } : presented;
  const { credential } = presented;
  if (credential.kind === "cookie" && isCrossSite(headers, context.ownOrigin)) return { ok: false, error: "foreign_origin" };
  try {
    const record = await findLive(credential.token, context.prefix);
    return record === null ? { ok: false, error: "invalid_token" } : await admit(record, context.address);
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    log.error({ message: (error as Error).message }, "a token could not be checked: the database is away");
    return { ok: false, error: "unavailable" };
  }
}

/**
 * The record of a token that may be used now; null for what is malformed (which costs no query), unknown, expired or
 * revoked alike. Throws when the database is away.
 */
export async function findLive(token: string, prefix: string): Promise<TokenRecord | null> {
  if (!isToken(token, prefix)) return null;
  const key = digestKey(token);
  const cache = tokenCache();
  const known = cache.find(key) ?? (await cache.lookUp(key));
  return known !== null && isLive(known.record, known.now) ? known.record : null;
}

/** Whether a token may be used at `now` (epoch ms, by the database's clock). */
export function isLive(record: TokenRecord, now: number): boolean {
  return !record.revoked && (record.endsAt === null || record.endsAt > now);
}

async function admit(record: TokenRecord, address: string | null): Promise<Authentication> {
  const rate = record.requestsPerMinute === null ? null : await consumeRequest(record.tokenId, record.requestsPerMinute);
  if (rate?.exceeded) return { ok: false, error: "rate_limited", rate };
  return { ok: true, actor: toActor(record, address), rate };
}

/** The program that holds a token. */
export function toActor(record: TokenRecord, address: string | null): TokenActor {
  return {
    kind: "token",
    tokenId: record.tokenId,
    name: record.name,
    organizationId: record.organizationId,
    scope: scopeOf(record.spaceId),
    permissions: record.permissions,
    expiresAt: record.endsAt === null ? null : new Date(record.endsAt),
    address,
  };
}
