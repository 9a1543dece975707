import { toSpaceAccess, type TokenActor } from "../authorization/actor";
import { isDatabaseAway } from "../../platform/db/errors";
import { databaseOutage } from "../../platform/db/failure-log";
import { whenSettled } from "../../platform/maybe-promise";
import { digestKey } from "../credentials/token-digest";
import { isToken } from "../credentials/token-format";
import { isCrossSite, type OwnOrigin } from "../../platform/http/same-origin";
import { tokenCache } from "../token-cache";
import { readCredential } from "../credentials/read-credential";
import type { HeaderReader } from "../../platform/http/header-reader";
import { UNKNOWN_SOURCE, whyLimited, type RequestSource } from "../limits/effective";
import { countUse, type LimitState, UNCOUNTED, type Accepted, type Use } from "../uses";
import { isLive, type KnownToken, type TokenRecord } from "../token-cache/token-record";

/** Why authentication failed. Uses the error codes of RFC 6750 section 3.1 where they exist. */
export type Denial =
  | { readonly ok: false; readonly error: "no_credential" }
  | { readonly ok: false; readonly error: "invalid_request"; readonly description: string }
  | { readonly ok: false; readonly error: "invalid_token" }
  | { readonly ok: false; readonly error: "foreign_origin" }
  | {
      readonly ok: false;
      readonly error: "rate_limited";
      /** The limit that is reached, and all of them. */
      readonly refusing: LimitState;
      readonly states: readonly LimitState[];
    }
  | { readonly ok: false; readonly error: "unavailable" };

export type Authentication =
  | {
      readonly ok: true;
      readonly actor: TokenActor;
      readonly record: TokenRecord;
      /** By the database's clock, as in `KnownToken`. */
      readonly now: number;
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
  return isToken(credential.token) ? check(credential.token, context) : INVALID_TOKEN;
}

const NO_CREDENTIAL: Denial = { ok: false, error: "no_credential" };
const INVALID_TOKEN: Denial = { ok: false, error: "invalid_token" };

function check(token: string, context: AuthenticationContext): Authentication | Promise<Authentication> {
  const key = digestKey(token);
  const known = tokenCache().find(key);
  const checked = known ? evaluateAndCount(known, context) : lookUpAndEvaluate(key, context);
  return checked instanceof Promise ? orUnavailable(checked) : checked;
}

async function lookUpAndEvaluate(key: string, context: AuthenticationContext): Promise<Authentication> {
  const found = await tokenCache().lookUp(key);
  return found === null ? INVALID_TOKEN : evaluateAndCount(found, context);
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
  return whenSettled(countUse(known), (use) => (use.ok ? { ...accepted, use } : denialOf(use)));
}

/** The denial of a request that a counted limit refuses. A token whose last use is made is dead. */
export function denialOf(use: Extract<Use, { ok: false }>): Denial {
  const { code, refusing, states } = use;
  return code === "expired" ? INVALID_TOKEN : { ok: false, error: "rate_limited", refusing, states };
}

function evaluateRecord(known: KnownToken, context: AuthenticationContext): Authentication {
  if (!isUsable(known, context)) return INVALID_TOKEN;
  const { record, now } = known;
  return { ok: true, actor: toActor(record, context.address), record, now, use: UNCOUNTED };
}

/** Whether a request from `source` may use a token: it is live, and its limits allow it. */
function isUsable({ record, now }: KnownToken, source: RequestSource): boolean {
  return isLive(record, now) && whyLimited(record.limits, now, source) === null;
}

/**
 * The record of a token that a request from `source` may use; null if it is malformed (which costs no query), unknown,
 * expired, revoked, or refused by its limits. Returns without a promise on a cache hit. Rejects if the database is
 * unavailable.
 */
export function findUsable(
  token: string,
  source: RequestSource = UNKNOWN_SOURCE,
): KnownToken | null | Promise<KnownToken | null> {
  return whenSettled(findKnown(token), (known) => (known !== null && isUsable(known, source) ? known : null));
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
