import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { z } from "../platform/validation/zod";
import type { RequestSource } from "../access/limits/effective";
import { formatNetwork } from "../platform/http/ip-network";
import { POLICY } from "../access/limits/bounds";
import { countUse, type Refused } from "../access/uses";
import { findKnown, type Refusal, whyRefused } from "../access/authenticate/api-token";
import { toSpaceAccess } from "../access/authorization/actor";
import type { TokenRecord } from "../access/token-cache/token-record";
import type { Algorithm } from "../apis/limits";
import { exchangeRulesOf } from "../apis/queries";
import { grantOf } from "./api-demand";
import { spacesOf } from "./demand";
import { DEFAULT_ALGORITHM, signingKeys } from "./keys";

/** The life of a JWT, in seconds: 1 to 15 minutes. */
export const MIN_LIFETIME_SECONDS = 60;
export const MAX_LIFETIME_SECONDS = 900;
export const DEFAULT_LIFETIME_SECONDS = 300;

export const exchangeSchema = z.object({
  token: z.string(),
  /** The identifier of an API of the token's organization, or the issuer for Latchkey's own; the issuer by default. */
  audience: z.string().optional(),
  /** Space-separated scopes of that API that the token must have; all of its own by default. */
  scope: z.string().optional(),
  lifetimeSeconds: z
    .number()
    .int()
    .min(MIN_LIFETIME_SECONDS)
    .max(MAX_LIFETIME_SECONDS)
    .default(DEFAULT_LIFETIME_SECONDS),
});
export type ExchangeInput = z.output<typeof exchangeSchema>;

export type TokenExchange =
  | {
      readonly ok: true;
      readonly jwt: string;
      readonly expiresIn: number;
      readonly scope: string;
      readonly record: TokenRecord;
    }
  | { readonly ok: false; readonly error: "invalid_scope" | "invalid_target" | "limited" }
  | { readonly ok: false; readonly error: "invalid_request"; readonly refusal?: Refusal }
  | { readonly ok: false; readonly error: "over_limit"; readonly use: Refused; readonly record: TokenRecord };

/**
 * Exchanges an API token for a short-lived JWT (RFC 8693, RFC 9068), for verifiers that work offline. The JWT is for
 * one API: it has that API's identifier as `aud`, its scopes that the token has and that were requested, and its
 * algorithm. It never outlives the token. A token with networks, windows or a quota is exchanged only for an API that
 * enforces limits; the JWT names the networks. Each exchange counts as a request of the token. Throws if the database
 * is unavailable.
 */
export async function exchange(input: ExchangeInput, issuer: string, source: RequestSource): Promise<TokenExchange> {
  const known = await findKnown(input.token);
  if (known === null) return { ok: false, error: "invalid_request" };
  const { record, now } = known;
  const reason = whyRefused(known, source);
  if (reason !== null) return { ok: false, error: "invalid_request", refusal: { reason, record } };
  const target = await findTarget(record, input.audience ?? issuer, issuer);
  if (target === null) return { ok: false, error: "invalid_target" };
  const { notBefore = null, networks = null } = record.limits ?? {};
  if (!mayExchange(record, target)) return { ok: false, error: "limited" };
  const scope = narrowed(target.scopes, input.scope);
  if (scope === null) return { ok: false, error: "invalid_scope" };
  // Never in the future, because verifiers would refuse it.
  const issuedAt = Math.floor(Math.min(now, Date.now()) / 1000);
  const expiresAt = Math.min(issuedAt + input.lifetimeSeconds, Math.floor((record.endsAt ?? Infinity) / 1000));
  const expiresIn = expiresAt - issuedAt;
  if (expiresIn < 1) return { ok: false, error: "invalid_request" };
  const use = await countUse(known);
  if (!use.ok) return { ok: false, error: "over_limit", use, record };
  const signer = (await signingKeys()).signers[target.algorithm];
  const claims = {
    scope,
    client_id: record.tokenId,
    organization: record.organizationId,
    ...(notBefore === null ? {} : { nbf: Math.ceil(notBefore / 1000) }),
    ...(networks === null ? {} : { networks: networks.map(formatNetwork) }),
    ...target.claims,
  };
  const jwt = await new SignJWT(claims)
    .setProtectedHeader({ alg: target.algorithm, kid: signer.kid, typ: "at+jwt" })
    .setIssuer(issuer)
    .setSubject(record.subject ?? record.tokenId)
    .setAudience(target.audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .setJti(randomUUID())
    .sign(signer.key);
  return { ok: true, jwt, expiresIn, scope, record };
}

/**
 * Whether a JWT may stand for a token: one with networks, windows or a quota only where the API enforces them, and one
 * with a number of uses nowhere. The organization's limit is no limit of the token's.
 */
function mayExchange({ limits, counted }: TokenRecord, { enforcesLimits }: Target): boolean {
  const own = counted.filter(({ name }) => name !== POLICY);
  if (own.some(({ period }) => period === "ever")) return false;
  return enforcesLimits || (own.length === 0 && (limits?.networks ?? null) === null);
}

/** The API that a JWT is for, and what the token may do there. */
interface Target {
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly algorithm: Algorithm;
  /** Whether the API enforces the limits that a JWT names. */
  readonly enforcesLimits: boolean;
  readonly claims: { readonly spaces?: readonly string[] };
}

/** Null unless the token has a scope of the API, or a permission where it is Latchkey's own. */
async function findTarget(record: TokenRecord, audience: string, issuer: string): Promise<Target | null> {
  if (audience === issuer) return record.permissions.length === 0 ? null : ownTarget(record, issuer);
  const grant = grantOf(record, audience);
  const rules = grant && (await exchangeRulesOf(record.organizationId, grant.apiId));
  if (!rules) return null;
  const { algorithm, exchangesLimited } = rules;
  return { audience, scopes: [...grant.scopes], algorithm, enforcesLimits: exchangesLimited, claims: {} };
}

function ownTarget({ permissions, spaceId }: TokenRecord, issuer: string): Target {
  return {
    audience: issuer,
    scopes: permissions,
    algorithm: DEFAULT_ALGORITHM,
    enforcesLimits: false,
    claims: { spaces: spacesOf(toSpaceAccess(spaceId)) },
  };
}

/** The requested scopes, with spaces between; null unless the token has all of them. */
function narrowed(held: readonly string[], scope: string | undefined): string | null {
  if (scope === undefined) return held.join(" ");
  const asked = new Set(scope.split(" ").filter(Boolean));
  const within = held.filter((name) => asked.has(name));
  return asked.size > 0 && asked.size === within.length ? within.join(" ") : null;
}
