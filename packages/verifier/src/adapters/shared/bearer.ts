/** What a request presents as its token. `repeated`: several at once. */
export type Presented =
  { readonly kind: "none" } | { readonly kind: "repeated" } | { readonly kind: "token"; readonly token: string };

export const NONE: Presented = { kind: "none" };
const REPEATED: Presented = { kind: "repeated" };

/** RFC 6750 section 2.1. What is no token is refused as one that is malformed. */
const BEARER = /^Bearer(?: +(.*))?$/i;
/** A list with one of ours in it. Other schemes (Digest, AWS4-HMAC-SHA256) contain commas themselves. */
const OURS_IN_LIST = /(?:^|,)[ \t]*Bearer(?:[ \t,]|$)/i;

/**
 * Reads the header Authorization. A repeated one is refused, whether it arrives as several values or joined by commas:
 * a proxy in front could have looked at another one of them. Other schemes are none of ours.
 */
export function readBearer(values: readonly string[]): Presented {
  const value = values.join(", ").trim();
  if (value.includes(",") && OURS_IN_LIST.test(value)) return REPEATED;
  const bearer = BEARER.exec(value);
  return bearer === null ? NONE : { kind: "token", token: bearer[1] ?? "" };
}

/** A request of node:http, or of a library that imitates it. */
interface NodeRequest {
  readonly rawHeaders?: readonly string[] | undefined;
  readonly headers: { readonly authorization?: string | undefined };
}

/** All values of the header Authorization. `headers` has the first one only. */
export function authorizationsOf({ rawHeaders, headers }: NodeRequest): readonly string[] {
  if (rawHeaders === undefined) return headers.authorization === undefined ? [] : [headers.authorization];
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === "authorization");
}

/** The header Authorization of a `Request`, whose values are joined by commas. */
export function authorizationOf(headers: Headers): readonly string[] {
  const value = headers.get("authorization");
  return value === null ? [] : [value];
}
