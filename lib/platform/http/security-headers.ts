/** Browsers use https only for two years (RFC 6797). */
const HSTS = "max-age=63072000; includeSubDomains";

/** The policy for responses that are not pages: they load nothing and cannot be framed (CSP level 3). */
export const NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Browsers must not guess the type of a response (Fetch, "X-Content-Type-Options"). */
export const NOSNIFF = { "x-content-type-options": "nosniff" } as const;

/** Strict-Transport-Security over https; otherwise nothing, because browsers would ignore it. */
export function strictTransport(https: boolean): Readonly<Record<string, string>> {
  return https ? { "strict-transport-security": HSTS } : {};
}

/** The security headers of pages. */
export function pageHeaders(https: boolean): Readonly<Record<string, string>> {
  return {
    ...NOSNIFF,
    ...strictTransport(https),
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
  };
}
