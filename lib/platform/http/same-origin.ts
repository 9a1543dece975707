import type { HeaderReader } from "./header-reader";

/** The origin that a request was sent to, as the client sees it; null if unknown. */
export type OwnOrigin = string | null;

/**
 * Whether a browser sent this request from another site (Fetch Metadata, and the Origin header of RFC 6454). A request
 * with neither header is from a program.
 */
export function isCrossSite(headers: HeaderReader, own: OwnOrigin): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return true;
  const origin = headers.get("origin");
  return origin !== null && !isSameOrigin(origin, own);
}

/** Whether an Origin header is our own. False for `null`, several values and invalid origins. */
export function isSameOrigin(origin: string, own: OwnOrigin): boolean {
  // First, because the URL parser of Node.js 20 takes time that grows with the square of a host's length.
  if (own === null || origin.toLowerCase() !== own || !URL.canParse(origin)) return false;
  const parsed = new URL(origin);
  return parsed.origin !== "null" && parsed.origin === own;
}

/** The header in which server.ts passes on the origin that it decided. It overwrites what the client sent. */
export const ORIGIN_HEADER = "x-latchkey-origin";

/**
 * Our own origin for a request that came through Next: the configured one; else the one that server.ts decided; without
 * server.ts, the one that the Host header names. The headers are then the client's word. A browser sets Host to what it
 * connected to, and lets no page of another site send ORIGIN_HEADER; only browsers are asked for an origin.
 */
export function ownOrigin(headers: HeaderReader, configured: string | null): OwnOrigin {
  if (configured !== null) return configured;
  const decided = headers.get(ORIGIN_HEADER);
  if (decided !== null) return URL.canParse(decided) ? new URL(decided).origin : null;
  const host = headers.get("host");
  return host === null ? null : originNamed("http", host);
}

/** The last result. It rarely changes, and parsing costs more than a token check. */
let last: { readonly url: string; readonly origin: OwnOrigin } | undefined;

/** Characters that would make the URL parser find user information, a path, a query or a fragment in a Host header. */
const NOT_IN_HOST = /[@/\\?#\s]/;

/** The origin of a scheme and a Host header (RFC 9110 section 7.2: host and port, nothing else); null if invalid. */
export function originNamed(scheme: "http" | "https", host: string): OwnOrigin {
  const url = `${scheme}://${host}`;
  if (last?.url !== url)
    last = { url, origin: !NOT_IN_HOST.test(host) && URL.canParse(url) ? new URL(url).origin : null };
  return last.origin;
}
