import { findKnown, type Refusal, type RefusalReason, toActor, whyRefused } from "../access/authenticate/api-token";
import { isToken } from "../access/credentials/token-format";
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

/** The result, and what its record needs. */
export type Introspected = Result<{
  readonly introspection: Introspection;
  /** The identifier of the API that was asked about; null for Latchkey's own. */
  readonly api: string | null;
  /** Why it is inactive or not allowed, for the organization's administrators: the caller does not learn it. */
  readonly denied: Denied | null;
}>;

/** `demand`: it lacks what was demanded. */
export interface Denied extends Omit<Refusal, "reason"> {
  readonly reason: RefusalReason | "wrong_api" | "demand";
}

const inactive = (
  reason: Denied["reason"],
  record: TokenRecord | null = null,
  api: string | null | undefined = null,
): Introspected => ({
  ok: true,
  introspection: { active: false },
  api: api ?? null,
  denied: { reason, record },
});

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
  return whenSettled(findKnown(question.token), (known) => {
    const record = known && seenBy(verifier, known.record);
    if (!record) return inactive(isToken(question.token) ? "unknown" : "malformed");
    const refused = whyRefused(known, { certainAddress: question.address ?? null });
    if (refused !== null) return inactive(refused, record, askedApi(verifier, namedIn(question), issuer));
    const described = describe(verifier, record, question, issuer);
    return record.counted.length === 0
      ? described
      : whenSettled(described, (answer) => count(answer, { ...known, record }, question.cost));
  });
}

/** Counts an allowed token against its limits. One that is over a limit is inactive: nothing else can be said here. */
function count(answer: Introspected, known: KnownToken, cost?: number): Introspected | Promise<Introspected> {
  if (!answer.ok || !answer.introspection.active || answer.introspection.allowed === false) return answer;
  return whenSettled(countUse(known, cost), (use) => (use.ok ? answer : inactive(use.code, known.record, answer.api)));
}

function describe(
  verifier: TokenActor,
  record: TokenRecord,
  { permission, resource }: IntrospectionQuery,
  issuer: string,
): Introspected | Promise<Introspected> {
  const named = namedIn({ permission, resource });
  const api = askedApi(verifier, named, issuer);
  if (api === undefined) return inactive("unknown");
  if (api !== null) {
    const grant = grantOf(record, api);
    // A permission is none of that API's scopes.
    return grant
      ? toApiAnswer(record, grant, issuer, permission === undefined ? {} : { allowed: false })
      : inactive("wrong_api", record, api);
  }
  if (record.permissions.length === 0) return inactive("wrong_api", record);
  const actor = toActor(record, null);
  const { space } = named;
  if (permission === undefined && space === undefined) return toOwnAnswer(record, actor, issuer);
  return whenSettled(allows(actor, { permission, resource: space }), (allowed) =>
    toOwnAnswer(record, actor, issuer, { allowed }),
  );
}

/** What a question names of what it is about. */
function namedIn({ permission, resource }: Demand): Parameters<typeof askedApi>[1] {
  return {
    permission,
    ...(resource !== undefined && isIdentifier(resource) ? { api: resource } : { space: resource }),
  };
}

/** Ids of spaces and organizations have no colon, absolute URIs have one. */
const isIdentifier = (resource: string): boolean => resource.includes(":");

type Verdict = Pick<ActiveToken, "allowed">;

function toApiAnswer(record: TokenRecord, { api, scope }: ApiGrant, issuer: string, verdict: Verdict): Introspected {
  return {
    ok: true,
    introspection: { ...describeToken(record, { scope, aud: api, issuer }), ...verdict },
    api,
    denied: verdict.allowed === false ? { reason: "demand", record } : null,
  };
}

function toOwnAnswer(record: TokenRecord, actor: TokenActor, issuer: string, verdict: Verdict = {}): Introspected {
  const described = describeToken(record, { scope: record.permissions.join(" "), aud: issuer, issuer });
  return {
    ok: true,
    introspection: { ...described, spaces: spacesOf(actor.spaceAccess), ...verdict },
    api: null,
    denied: verdict.allowed === false ? { reason: "demand", record } : null,
  };
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
