import { createRemoteJWKSet, customFetch, jwtVerify, type JWTPayload } from "jose";
import type { Fetch } from "./client.js";
import { failed, type FailureReports } from "./failure.js";
import { isStrings } from "./parsing.js";
import { MAX_JWT_SECONDS, type JwtFacts } from "./revocation-list.js";
import { refused, unavailable, type Refused, type RefusalCode } from "./result.js";

/** What a JWT of `/oauth/token` says (RFC 9068). */
export interface JwtClaims extends JwtFacts {
  readonly organization: string;
  readonly subject: string | null;
  /** In ms since the epoch. */
  readonly expiresAt: number;
  /** The networks that it works from; null for all. */
  readonly networks: readonly string[] | null;
}

export type ReadJwt =
  { readonly ok: true; readonly claims: JwtClaims } | { readonly ok: false; readonly refused: Refused };

interface Options {
  readonly issuer: string;
  /** Where to ask for the keys. */
  readonly url: string;
  readonly api: string;
  readonly timeoutMs: number;
  readonly fetch: Fetch;
  readonly failures: FailureReports;
}

/** The codes of jose for what is wrong with the JWT itself. Anything else is an outage. */
const WRONG: Readonly<Record<string, RefusalCode>> = {
  ERR_JWT_EXPIRED: "expired",
  ERR_JWT_CLAIM_VALIDATION_FAILED: "unknown",
  ERR_JWT_INVALID: "malformed",
  ERR_JWS_INVALID: "malformed",
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: "unknown",
  ERR_JOSE_ALG_NOT_ALLOWED: "unknown",
  ERR_JOSE_NOT_SUPPORTED: "malformed",
  ERR_JWKS_NO_MATCHING_KEY: "unknown",
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: "unknown",
};

/** After a failure the keys are not asked for again before this many ms: each forged JWT would ask. */
const PAUSE_MS = 1_000;

function withPauses(fetch: Fetch): Fetch {
  let notBefore = -Infinity;
  return async (url, init) => {
    if (performance.now() < notBefore) throw new Error("The keys could not be read a moment ago.");
    notBefore = performance.now() + PAUSE_MS;
    const response = await fetch(url, init);
    if (response.status === 200) notBefore = -Infinity;
    return response;
  };
}

/** Reads JWTs with the issuer's published keys. */
export class JwtReader {
  readonly #options: Options;
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;

  constructor(options: Options) {
    const { url, timeoutMs, fetch } = options;
    this.#options = options;
    this.#keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", url), {
      timeoutDuration: timeoutMs,
      [customFetch]: withPauses(fetch),
    });
  }

  async read(jwt: string): Promise<ReadJwt> {
    const { issuer, api } = this.#options;
    try {
      const { payload } = await jwtVerify(jwt, this.#keys, {
        issuer,
        audience: api,
        typ: "at+jwt",
        algorithms: ["EdDSA", "ES256", "RS256"],
        requiredClaims: ["exp", "iat", "sub", "client_id", "scope", "organization"],
      });
      const claims = toClaims(payload);
      return claims === null ? { ok: false, refused: refused("malformed") } : { ok: true, claims };
    } catch (error) {
      return { ok: false, refused: this.#refusalBy(error) };
    }
  }

  #refusalBy(error: unknown): Refused {
    const { code, claim } = error as { readonly code?: unknown; readonly claim?: unknown };
    if (code === "ERR_JWT_CLAIM_VALIDATION_FAILED" && claim === "aud") return refused("wrong_api");
    if (code === "ERR_JWT_CLAIM_VALIDATION_FAILED" && claim === "nbf") return refused("not_yet_valid");
    const wrong = typeof code === "string" && Object.hasOwn(WRONG, code) ? WRONG[code] : undefined;
    if (wrong !== undefined) return refused(wrong);
    this.#options.failures.add("keys", failed(code === "ERR_JWKS_TIMEOUT" ? "timeout" : "network"));
    return unavailable();
  }
}

/** Null for what Latchkey does not issue. */
function toClaims(payload: JWTPayload): JwtClaims | null {
  const { client_id: tokenId, scope, organization, sub, iat, exp, networks } = payload;
  if (typeof tokenId !== "string" || typeof scope !== "string" || typeof organization !== "string") return null;
  if (typeof sub !== "string" || typeof iat !== "number" || typeof exp !== "number") return null;
  if (exp - iat > MAX_JWT_SECONDS || (networks !== undefined && !isStrings(networks))) return null;
  return {
    tokenId,
    organization,
    // A token without subject names itself.
    subject: sub === tokenId ? null : sub,
    scopes: scope.split(" ").filter(Boolean),
    issuedAt: iat * 1_000,
    expiresAt: exp * 1_000,
    networks: networks ?? null,
  };
}
