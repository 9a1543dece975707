import { publicOrigin, requestOrigin } from "../../platform/http/served-origin";
import type { HttpExchange } from "../context";

/**
 * The issuer (RFC 8414 section 2): APP_URL. Without it, what a trusted proxy or the request's Host says, which may be
 * the client's word: a JWT must not name it, see `trustedIssuerOf`.
 */
export function issuerOf(c: HttpExchange): string {
  return requestOrigin(c.req.raw.headers, c.env.incoming) ?? new URL(c.req.url).origin;
}

/** The issuer for JWTs: APP_URL or, for local use, a loopback host. Null if there is neither. */
export function trustedIssuerOf(c: HttpExchange): string | null {
  const issuer = issuerOf(c);
  return publicOrigin() !== null || isLoopback(new URL(issuer).hostname) ? issuer : null;
}

/** Names of this machine (RFC 6761 section 6.3) and its addresses (RFC 6890). */
const isLoopback = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
