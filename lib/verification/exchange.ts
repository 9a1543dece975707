import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { z } from "../platform/validation/zod";
import { findLive } from "../access/authenticate/api-token";
import { toSpaceAccess } from "../access/authorization/actor";
import { PERMISSIONS, type Permission } from "../access/authorization/permissions";
import type { TokenRecord } from "../access/token-cache/token-record";
import { spacesOf } from "./demand";
import { DEFAULT_ALGORITHM, signingKeys } from "./keys";

/** The life of a JWT, in seconds: 1 to 15 minutes. */
export const MIN_LIFETIME_SECONDS = 60;
export const MAX_LIFETIME_SECONDS = 900;
export const DEFAULT_LIFETIME_SECONDS = 300;

/** The maximum number of audiences of a JWT. */
export const MAX_AUDIENCES = 10;

export const exchangeSchema = z.object({
  token: z.string(),
  /** The audiences; the issuer by default. */
  audience: z.array(z.string().min(1).max(500)).max(MAX_AUDIENCES).default([]),
  /** Space-separated permissions that the token must have; all of its own by default. */
  scope: z.string().max(200).optional(),
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
  | { readonly ok: false; readonly error: "invalid_request" | "invalid_scope" | "invalid_target" };

/**
 * Exchanges an API token for a short-lived JWT (RFC 8693, RFC 9068), for verifiers that work offline. The JWT never
 * outlives the token, and has only requested permissions that the token has. Throws if the database is unavailable.
 */
export async function exchange(input: ExchangeInput, issuer: string): Promise<TokenExchange> {
  const live = await findLive(input.token);
  if (live === null) return { ok: false, error: "invalid_request" };
  const { record, now } = live;
  if (record.permissions.length === 0) return { ok: false, error: "invalid_target" };
  const scope = narrowed(record.permissions, input.scope);
  if (scope === null) return { ok: false, error: "invalid_scope" };
  const issuedAt = Math.floor(Math.min(now, Date.now()) / 1000); // never in the future, because verifiers would refuse it
  const expiresAt = Math.min(issuedAt + input.lifetimeSeconds, Math.floor((record.endsAt ?? Infinity) / 1000));
  const expiresIn = expiresAt - issuedAt;
  if (expiresIn < 1) return { ok: false, error: "invalid_request" };
  const algorithm = DEFAULT_ALGORITHM;
  const signer = (await signingKeys()).signers[algorithm];
  const jwt = await new SignJWT({
    scope: scope.join(" "),
    client_id: record.tokenId,
    organization: record.organizationId,
    spaces: spacesOf(toSpaceAccess(record.spaceId)),
  })
    .setProtectedHeader({ alg: algorithm, kid: signer.kid, typ: "at+jwt" })
    .setIssuer(issuer)
    .setSubject(record.tokenId)
    .setAudience(input.audience.length === 0 ? issuer : input.audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .setJti(randomUUID())
    .sign(signer.key);
  return { ok: true, jwt, expiresIn, scope: scope.join(" "), record };
}

/** The requested permissions; null unless the token has all of them. */
function narrowed(held: readonly Permission[], scope: string | undefined): readonly Permission[] | null {
  if (scope === undefined) return held;
  const asked = scope.split(" ").filter(Boolean);
  const within = PERMISSIONS.filter((permission) => asked.includes(permission) && held.includes(permission));
  return asked.length > 0 && new Set(asked).size === within.length ? within : null;
}
