import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Denial } from "../../access/authenticate/api-token";
import { isDatabaseAway } from "../../platform/db/errors";
import type { HttpExchange } from "../context";
import { rateFields, reply, type Headings } from "../reply";

/** Error codes of RFC 6749 section 5.2, RFC 6750 section 3.1, RFC 7009 section 2.2.1 and RFC 8693 section 2.2.2. */
export type OAuthError =
  | "invalid_request"
  | "invalid_client"
  | "invalid_grant"
  | "invalid_scope"
  | "invalid_target"
  | "unsupported_grant_type"
  | "unsupported_token_type"
  | "insufficient_scope"
  | "temporarily_unavailable"
  | "slow_down";

/** An error in the form that OAuth clients read: `{error, error_description}`. */
export function oauthError(
  c: HttpExchange,
  status: ContentfulStatusCode,
  error: OAuthError,
  description: string,
  headers: Headings = {},
): Response {
  return reply(c, status, JSON.stringify({ error, error_description: description }), {
    "content-type": "application/json",
    ...headers,
  });
}

const BASIC = 'Basic realm="latchkey"';
const CHALLENGE = `Bearer realm="latchkey", ${BASIC}`;
const DEAD = 'Bearer realm="latchkey", error="invalid_token", error_description="The token is not valid."';

/** In the scheme that the caller used (RFC 6749 section 5.2). */
const deadChallenge = (c: HttpExchange): string =>
  /^Basic /i.test(c.req.raw.headers.get("authorization") ?? "") ? BASIC : DEAD;

/** Why a caller was not let in, in OAuth's words. */
export function denyOAuth(c: HttpExchange, denial: Denial): Response {
  switch (denial.error) {
    case "no_credential":
      return oauthError(c, 401, "invalid_client", "Authenticate with a Verifier token.", {
        "www-authenticate": CHALLENGE,
      });
    case "invalid_token":
      return oauthError(c, 401, "invalid_client", "The token is not valid.", { "www-authenticate": deadChallenge(c) });
    case "invalid_request":
      return oauthError(c, 400, "invalid_request", denial.description);
    case "foreign_origin":
      return oauthError(c, 403, "invalid_request", "Calls from other sites are not accepted.");
    case "rate_limited":
      return oauthError(c, 429, "slow_down", "Too many requests.", {
        "retry-after": String(denial.rate.resetSeconds),
        ...rateFields(c, denial.rate),
      });
    case "unavailable":
      return oauthUnavailable(c);
  }
}

/** 503: it could not be checked or recorded just now (RFC 7009 section 2.2.1). */
export function oauthUnavailable(c: HttpExchange): Response {
  return oauthError(c, 503, "temporarily_unavailable", "Temporarily unavailable. Try again soon.", {
    "retry-after": "5",
  });
}

/** What a caller is told when its question failed: that the database is away. Throws anything else. */
export function unavailableOr(c: HttpExchange, error: unknown): Response {
  if (!isDatabaseAway(error)) throw error;
  return oauthUnavailable(c);
}
