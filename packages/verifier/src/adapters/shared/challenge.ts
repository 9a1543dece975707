import type { Refused } from "../../result.js";

type Status = 400 | Refused["status"];

/** The answer to a request that is refused (RFC 6750 section 3). It does not say why a token is not valid. */
export interface Challenge {
  readonly status: Status;
  readonly headers: Record<string, string>;
  /** JSON of RFC 9457. */
  readonly body: string;
}

export interface ChallengeContext {
  readonly realm: string;
  readonly scopes: readonly string[];
}

const TITLES: Readonly<Record<Status, string>> = {
  400: "The request must present one token, in one way.",
  401: "A valid token is required.",
  403: "The token lacks a scope that is required.",
  429: "The token has made too many requests.",
  503: "The token could not be checked. Try again.",
};
/** A quoted string has neither control characters nor text beyond ASCII (RFC 9110 section 5.6.4). */
const REALM = /^[ -~]{1,200}$/;

/** Throws a TypeError for a realm that no header can carry. */
export function checkedRealm(realm: string): string {
  if (!REALM.test(realm)) throw new TypeError("realm is text of 1 to 200 printable ASCII characters.");
  return realm;
}

/** No token was presented. There is no error code then. */
export const challengeNone = (context: ChallengeContext): Challenge => challenge(401, bearer(context));

export const challengeRepeated = (context: ChallengeContext): Challenge =>
  challenge(400, bearer(context, "invalid_request"));

export function challengeRefused({ status, retryAfterSeconds }: Refused, context: ChallengeContext): Challenge {
  const headers = headersOf(status, context);
  if (retryAfterSeconds === undefined) return challenge(status, headers);
  return challenge(status, { ...headers, "retry-after": String(Math.ceil(retryAfterSeconds)) });
}

function headersOf(status: Status, context: ChallengeContext): Readonly<Record<string, string>> {
  if (status === 401) return bearer(context, "invalid_token");
  if (status !== 403) return {};
  const scope = context.scopes.length === 0 ? "" : `, scope="${context.scopes.join(" ")}"`;
  return bearer(context, "insufficient_scope", scope);
}

function bearer({ realm }: ChallengeContext, error?: string, rest = ""): Readonly<Record<string, string>> {
  const parameter = error === undefined ? "" : `, error="${error}"`;
  return { "www-authenticate": `Bearer realm="${realm.replace(/["\\]/g, "\\$&")}"${parameter}${rest}` };
}

function challenge(status: Status, headers: Readonly<Record<string, string>>): Challenge {
  return {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...headers },
    body: JSON.stringify({ type: "about:blank", status, title: TITLES[status] }),
  };
}
