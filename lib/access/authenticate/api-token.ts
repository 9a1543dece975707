import { toSpaceAccess, type TokenActor } from "../authorization/actor";
import { isDatabaseAway } from "../../platform/db/errors";
import { databaseOutage } from "../../platform/db/failure-log";
import { whenSettled } from "../../platform/maybe-promise";
import { digestKey } from "../credentials/token-digest";
import { hintOf, isToken } from "../credentials/token-format";
import { isCrossSite, type OwnOrigin } from "../../platform/http/same-origin";
import { tokenCache } from "../token-cache";
import { readCredential } from "../credentials/read-credential";
import type { HeaderReader } from "../../platform/http/header-reader";
import { UNKNOWN_SOURCE, whyLimited, type LimitCode, type RequestSource } from "../limits/effective";
import { countUse, UNCOUNTED, type Accepted, type Refused, type UseCode } from "../uses";
import { type DEAD_CODES, whyDead, type KnownToken, type TokenRecord } from "../token-cache/token-record";

/** Why a token was refused, for the organization's administrators. Its bearer never learns it (CWE-204). */
export type RefusalReason = "malformed" | "unknown" | (typeof DEAD_CODES)[number] | LimitCode | UseCode;

/** What is known of a refused token. */
export interface Refusal {
  readonly reason: RefusalReason;
  /** Null for a malformed or unknown token. */
  readonly record: TokenRecord | null;
  /** Prefix and last four characters of an unknown token. */
  readonly hint?: string;
}

/** Why authentication failed. Uses the error codes of RFC 6750 section 3.1 where they exist. */
export type Denial =
  | { readonly ok: false; readonly error: "no_credential" }
  | { readonly ok: false; readonly error: "invalid_request"; readonly description: string }
  | { readonly ok: false; readonly error: "invalid_token"; readonly refusal?: Refusal }
  | { readonly ok: false; readonly error: "foreign_origin" }
  | {
      readonly ok: false;
      readonly error: "rate_limited";
      readonly refusal: Refusal;
      readonly use: Refused;
    }
  | { readonly ok: false; readonly error: "unavailable" };

export type Authentication =
  | {
      readonly ok: true;
      readonly actor: TokenActor;
      readonly record: TokenRecord;
      /** By the database's clock, as in `KnownToken`. */
      readonly now: number;
      readonly at: number;
      /** Of its counted limits. Of none, if the caller counts it. */
      readonly use: Accepted;
    }
  | Denial;

export interface AuthenticationContext extends RequestSource {
  /** The deployment's token prefix: the Session cookie takes no other one. */
  readonly prefix: string;
  readonly ownOrigin: OwnOrigin;
  /** The client's address for logs; an untrusted proxy's where that is all that is known. */
  readonly address: string | null;
  /** Whether the caller counts the request against the token's limits, once it knows that it is allowed. */
  readonly countsLater?: boolean;
  /** Whether the Session cookie is read. An application behind a gateway may have its own. */
  readonly cookies?: boolean;
  /** Whether HTTP Basic with the token as password is accepted, for OAuth clients that support nothing else. */
  readonly basic?: boolean;
}

/**
 * Authenticates a request. This is the only place that reads API credentials. Format and checksum are checked first and
 * cost no query; the token's state is evaluated on every call. Returns without a promise if no query is needed. Never
 * throws because of bad input, and never accepts a token while the database is unavailable.
 */
export function authenticate(
  headers: HeaderReader,
  context: AuthenticationContext,
): Authentication | Promise<Authentication> {
  const presented = readCredential(headers, context.prefix, context);
  if (!presented.ok) return presented.error === "none" ? NO_CREDENTIAL : presented;
  const { credential } = presented;
  if (credential.kind === "cookie" && isCrossSite(headers, context.ownOrigin))
    return { ok: false, error: "foreign_origin" };
  return isToken(credential.token) ? check(credential.token, context) : MALFORMED;
}

const NO_CREDENTIAL: Denial = { ok: false, error: "no_credential" };
const MALFORMED: Denial = { ok: false, error: "invalid_token", refusal: { reason: "malformed", record: null } };

const unknown = (token: string): Denial => ({
  ok: false,
  error: "invalid_token",
  refusal: { reason: "unknown", record: null, hint: hintOf(token) },
});

function check(token: string, context: AuthenticationContext): Authentication | Promise<Authentication> {
  const key = digestKey(token);
  const known = tokenCache().find(key);
  const checked = known ? evaluateAndCount(known, context) : lookUpAndEvaluate(token, key, context);
  return checked instanceof Promise ? orUnavailable(checked) : checked;
}

async function lookUpAndEvaluate(token: string, key: string, context: AuthenticationContext): Promise<Authentication> {
  const found = await tokenCache().lookUp(key);
  return found === null ? unknown(token) : evaluateAndCount(found, context);
}

async function orUnavailable(checking: Promise<Authentication>): Promise<Authentication> {
  try {
    return await checking;
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    databaseOutage().failed(error, "a token could not be checked");
    return { ok: false, error: "unavailable" };
  }
}

/** Counts an accepted request against the token's limits, if it has any. */
function evaluateAndCount(known: KnownToken, context: AuthenticationContext): Authentication | Promise<Authentication> {
  const accepted = evaluateRecord(known, context);
  if (!accepted.ok || context.countsLater === true || known.record.counted.length === 0) return accepted;
  return whenSettled(countUse(known), (use) => (use.ok ? { ...accepted, use } : denialOf(known.record, use)));
}

/** The denial of a request that a counted limit refuses. A token whose last use is made is dead. */
export function denialOf(record: TokenRecord, use: Refused): Denial {
  const refusal = { reason: use.code, record };
  return use.code === "expired"
    ? { ok: false, error: "invalid_token", refusal }
    : { ok: false, error: "rate_limited", refusal, use };
}

function evaluateRecord(known: KnownToken, context: AuthenticationContext): Authentication {
  const { record, now, at } = known;
  const reason = whyRefused(known, context);
  if (reason !== null) return { ok: false, error: "invalid_token", refusal: { reason, record } };
  return { ok: true, actor: toActor(record, context.address), record, now, at, use: UNCOUNTED };
}

/** Why a request from `source` may not use a token: it is dead, or its limits refuse it. Null if it may. */
export const whyRefused = ({ record, now }: KnownToken, source: RequestSource) =>
  whyDead(record, now) ?? whyLimited(record.limits, now, source);

/**
 * The record of a token that a request from `source` may use; null if it is malformed (which costs no query), unknown,
 * expired, revoked, or refused by its limits. Returns without a promise on a cache hit. Rejects if the database is
 * unavailable.
 */
export function findUsable(
  token: string,
  source: RequestSource = UNKNOWN_SOURCE,
): KnownToken | null | Promise<KnownToken | null> {
  return whenSettled(findKnown(token), (known) =>
    known !== null && whyRefused(known, source) === null ? known : null,
  );
}

/**
 * The record of any token that was ever issued; null if it is malformed or unknown. Rejects if the database is
 * unavailable.
 */
export function findKnown(token: string): KnownToken | null | Promise<KnownToken | null> {
  if (!isToken(token)) return null;
  const key = digestKey(token);
  const cache = tokenCache();
  return cache.find(key) ?? cache.lookUp(key);
}

/**
 * The same for many tokens, in their order, with at most one statement. Undefined for a malformed token, null for an
 * unknown one. Returns without a promise if none has to be looked up. Rejects if the database is unavailable.
 */
export function findAllKnown(
  tokens: readonly string[],
): (KnownToken | null | undefined)[] | Promise<(KnownToken | null | undefined)[]> {
  const cache = tokenCache();
  const keys = tokens.map((token) => (isToken(token) ? digestKey(token) : undefined));
  const known = keys.map((key) => (key === undefined ? undefined : cache.find(key)));
  const missing = new Set(keys.filter((key, at): key is string => key !== undefined && known[at] === undefined));
  if (missing.size === 0) return known;
  return cache
    .lookUpAll([...missing])
    .then((found) => keys.map((key, at) => (key === undefined ? undefined : (known[at] ?? found.get(key) ?? null))));
}

/** The actor of a token. */
export function toActor(record: TokenRecord, address: string | null): TokenActor {
  return {
    kind: "token",
    tokenId: record.tokenId,
    name: record.name,
    organizationId: record.organizationId,
    spaceAccess: toSpaceAccess(record.spaceId),
    permissions: record.permissions,
    expiresAt: record.endsAt === null ? null : new Date(record.endsAt),
    ...(record.issues === null ? {} : { issues: record.issues }),
    verifies: record.verifies,
    boundToOne: record.boundToOne,
    address,
  };
}
