import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Denial } from "../../access/authenticate/api-token";
import { isDatabaseAway } from "../../platform/db/errors";
import type { HttpExchange } from "../context";
import { rateRefusal, reply, type Headings } from "../reply";

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

/** An error in the format of OAuth: `{error, error_description}`. */
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

/** The challenge in the scheme that the caller used (RFC 6749 section 5.2). */
const deadChallenge = (c: HttpExchange): string =>
  /^Basic /i.test(c.req.raw.headers.get("authorization") ?? "") ? BASIC : DEAD;

/** Responds to a failed authentication with an OAuth error. */
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
      return oauthError(c, 429, "slow_down", "Too many requests.", rateRefusal(c, denial.use));
    case "unavailable":
      return oauthUnavailable(c);
  }
}

/** 503: the token could not be checked or revoked at the moment (RFC 7009 section 2.2.1). */
export function oauthUnavailable(c: HttpExchange): Response {
  return oauthError(c, 503, "temporarily_unavailable", "Temporarily unavailable. Try again soon.", {
    "retry-after": "5",
  });
}

/** Responds 503 if the error means that the database is unavailable. Throws all other errors. */
export function unavailableOr(c: HttpExchange, error: unknown): Response {
  if (!isDatabaseAway(error)) throw error;
  return oauthUnavailable(c);
}
