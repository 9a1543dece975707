import { findLive, toActor } from "../access/authenticate/api-token";
import type { TokenRecord } from "../access/token-cache/token-record";
import { spaceAccessOf, spaceOf, type TokenActor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { env } from "../platform/env";
import type { Result } from "../platform/result/result";
import { whenSettled } from "../platform/maybe-promise";
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
  readonly iat: number;
  readonly sub: string;
  readonly aud: string;
  readonly iss: string;
  readonly jti: string;
  readonly organization: string;
  /** Ids, or `*` alone for all spaces of the organization. */
  readonly spaces: readonly string[];
  /** Whether the token meets the demand. Only set if a permission or a resource was given. */
  readonly allowed?: boolean;
}

export type Introspection = ActiveToken | { readonly active: false };

export interface IntrospectionQuery extends Demand {
  readonly token: string;
}

/** The result, and the record for counting the use. */
export type Introspected = Result<{ readonly introspection: Introspection; readonly seen: TokenActor | null }>;

const INACTIVE: Introspected = { ok: true, introspection: { active: false }, seen: null };

/**
 * Introspects a token for `verifier` (RFC 7662). Malformed, unknown, dead and foreign tokens and, for a verifier of one
 * space, tokens of other spaces are all `{active: false}`. Returns without a promise on a cache hit; rejects if the
 * database is unavailable.
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
  return whenSettled(findLive(question.token, env().TOKEN_PREFIX), (live) =>
    live !== null && decide(verifier, "token.verify", live.record).ok
      ? describe(live.record, question, issuer)
      : INACTIVE,
  );
}

function describe(
  record: TokenRecord,
  question: IntrospectionQuery,
  issuer: string,
): Introspected | Promise<Introspected> {
  const actor = toActor(record, null);
  if (question.permission === undefined && question.resource === undefined) return toAnswer(record, actor, issuer);
  return whenSettled(allows(actor, question), (allowed) => toAnswer(record, actor, issuer, { allowed }));
}

function toAnswer(
  record: TokenRecord,
  actor: TokenActor,
  issuer: string,
  verdict: Pick<ActiveToken, "allowed"> = {},
): Introspected {
  const introspection: ActiveToken = {
    active: true,
    scope: record.permissions.join(" "),
    client_id: record.tokenId,
    username: record.name,
    token_type: "Bearer",
    ...(record.endsAt === null ? {} : { exp: Math.floor(record.endsAt / 1000) }),
    iat: Math.floor(record.createdAt / 1000),
    sub: record.tokenId,
    aud: issuer,
    iss: issuer,
    jti: record.tokenId,
    organization: record.organizationId,
    spaces: spacesOf(actor.spaceAccess),
    ...verdict,
  };
  return { ok: true, introspection, seen: actor };
}
