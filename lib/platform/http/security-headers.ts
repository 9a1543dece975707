/** Browsers use https only for two years (RFC 6797). */
const HSTS = "max-age=63072000; includeSubDomains";

/** The policy of an answer that is no page: nothing is loaded, and nothing may frame it (CSP level 3). */
export const NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** The type of an answer is what its Content-Type says (Fetch, "X-Content-Type-Options"). */
export const NOSNIFF = { "x-content-type-options": "nosniff" } as const;

/** Strict-Transport-Security where people reach us over https; otherwise nothing, as browsers would ignore it. */
export function strictTransport(https: boolean): Readonly<Record<string, string>> {
  return https ? { "strict-transport-security": HSTS } : {};
}

/** The headers of everything that is shown in a window of its own. */
export function pageHeaders(https: boolean): Readonly<Record<string, string>> {
  return {
    ...NOSNIFF,
    ...strictTransport(https),
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
  };
}
