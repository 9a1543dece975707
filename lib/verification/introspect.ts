import { findUsable, toActor } from "../access/authenticate/api-token";
import { countUse } from "../access/uses";
import type { ApiGrant, KnownToken, TokenRecord } from "../access/token-cache/token-record";
import { spaceAccessOf, spaceOf, type TokenActor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import type { Result } from "../platform/result/result";
import { whenSettled } from "../platform/maybe-promise";
import { grantOf } from "./api-demand";
import { askedApi, seenBy } from "./binding";
import { allows, spacesOf, type Demand } from "./demand";

/** The fields of RFC 7662 section 2.2 for an active token, plus organization, spaces, and the result of a demand. */
export interface ActiveToken {
  readonly active: true;
  readonly scope: string;
  readonly client_id: string;
  readonly username: string;
  readonly token_type: "Bearer";
  /** Seconds since the epoch; absent for a token without expiration. */
  readonly exp?: number;
  /** Seconds since the epoch; absent for a token that worked from the beginning. */
  readonly nbf?: number;
  readonly iat: number;
  /** Whom the token is for; its id if that was not said. */
  readonly sub: string;
  readonly aud: string;
  readonly iss: string;
  readonly jti: string;
  readonly organization: string;
  /** The token's metadata, if it has any. */
  readonly latchkey_metadata?: Readonly<Record<string, unknown>>;
  /** Ids, or `*` alone for all spaces of the organization. Only for Latchkey's own API. */
  readonly spaces?: readonly string[];
  /** Whether the token meets the demand. Only set if a permission or a space was given. */
  readonly allowed?: boolean;
}

export type Introspection = ActiveToken | { readonly active: false };

export interface IntrospectionQuery extends Demand {
  readonly token: string;
  /** An API's identifier (RFC 8707), or a space's or the organization's id. */
  readonly resource?: string;
  /** Where the client asks from, in canonical text. Left out: unknown. */
  readonly address?: string;
  /** How many requests it counts as, 0 for none. 1 if left out. */
  readonly cost?: number;
}

/** The result, and the record for counting the use. */
export type Introspected = Result<{ readonly introspection: Introspection; readonly seen: TokenActor | null }>;

const INACTIVE: Introspected = { ok: true, introspection: { active: false }, seen: null };

/**
 * Introspects a token for `verifier` (RFC 7662). Malformed, unknown, dead, limited and foreign tokens and, for a
 * verifier of one space, tokens of other spaces are all `{active: false}`. With the identifier of an API as resource
 * the answer is about that API alone, and else about Latchkey's own, or the only API that the verifier is bound to: a
 * token that has nothing there is `{active: false}` too, and so is every token for a verifier that is bound to other
 * APIs. Returns without a promise on a cache hit; rejects if the database is unavailable.
 */
export function introspect(
  verifier: TokenActor,
  question: IntrospectionQuery,
  issuer: string,
): Introspected | Promise<Introspected> {
  const may = decide(verifier, "token.verify", {
    organizationId: verifier.organizationId,
    spaceId: spaceOf(spaceAccessOf(verifier)),
  });
  if (!may.ok) return may;
  return whenSettled(findUsable(question.token, { certainAddress: question.address ?? null }), (live) => {
    const record = live && seenBy(verifier, live.record);
    if (!record) return INACTIVE;
    const described = describe(verifier, record, question, issuer);
    return record.counted.length === 0
      ? described
      : whenSettled(described, (answer) => count(answer, { record, now: live.now }, question.cost));
  });
}

/** Counts an allowed token against its limits. One that is over a limit is inactive: nothing else can be said here. */
function count(answer: Introspected, known: KnownToken, cost?: number): Introspected | Promise<Introspected> {
  if (!answer.ok || !answer.introspection.active || answer.introspection.allowed === false) return answer;
  return whenSettled(countUse(known, cost), (use) => (use.ok ? answer : INACTIVE));
}

function describe(
  verifier: TokenActor,
  record: TokenRecord,
  { permission, resource }: IntrospectionQuery,
  issuer: string,
): Introspected | Promise<Introspected> {
  const named = resource !== undefined && isIdentifier(resource) ? { api: resource } : { space: resource };
  const api = askedApi(verifier, { permission, ...named }, issuer);
  if (api === undefined) return INACTIVE;
  if (api !== null) {
    const grant = grantOf(record, api);
    // A permission is none of that API's scopes.
    return grant ? toApiAnswer(record, grant, issuer, permission === undefined ? {} : { allowed: false }) : INACTIVE;
  }
  if (record.permissions.length === 0) return INACTIVE;
  const actor = toActor(record, null);
  const { space } = named;
  if (permission === undefined && space === undefined) return toOwnAnswer(record, actor, issuer);
  return whenSettled(allows(actor, { permission, resource: space }), (allowed) =>
    toOwnAnswer(record, actor, issuer, { allowed }),
  );
}

/** Ids of spaces and organizations have no colon, absolute URIs have one. */
const isIdentifier = (resource: string): boolean => resource.includes(":");

type Verdict = Pick<ActiveToken, "allowed">;

function toApiAnswer(record: TokenRecord, { api, scope }: ApiGrant, issuer: string, verdict: Verdict): Introspected {
  return {
    ok: true,
    introspection: { ...describeToken(record, { scope, aud: api, issuer }), ...verdict },
    seen: toActor(record, null),
  };
}

function toOwnAnswer(record: TokenRecord, actor: TokenActor, issuer: string, verdict: Verdict = {}): Introspected {
  const described = describeToken(record, { scope: record.permissions.join(" "), aud: issuer, issuer });
  return { ok: true, introspection: { ...described, spaces: spacesOf(actor.spaceAccess), ...verdict }, seen: actor };
}

function describeToken(
  record: TokenRecord,
  { scope, aud, issuer }: { readonly scope: string; readonly aud: string; readonly issuer: string },
): ActiveToken {
  const notBefore = record.limits?.notBefore ?? null;
  return {
    active: true,
    scope,
    client_id: record.tokenId,
    username: record.name,
    token_type: "Bearer",
    ...(record.endsAt === null ? {} : { exp: Math.floor(record.endsAt / 1000) }),
    ...(notBefore === null ? {} : { nbf: Math.ceil(notBefore / 1000) }),
    iat: Math.floor(record.createdAt / 1000),
    sub: record.subject ?? record.tokenId,
    aud,
    iss: issuer,
    jti: record.tokenId,
    organization: record.organizationId,
    ...(record.metadata === null ? {} : { latchkey_metadata: record.metadata }),
  };
}
