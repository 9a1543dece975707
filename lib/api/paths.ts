/**
 * Which paths belong to the API app; everything else is Next's, `/api/auth` (next-auth) included. Both mounts ask here:
 * `server.ts` for each request, and `next.config.ts` for its rewrites.
 */
const EXACT = new Set(["/api", "/airmdrapi", "/query", "/oauth", "/.well-known/oauth-authorization-server", "/.well-known/jwks.json"]);
const UNDER = ["/api/", "/airmdrapi/", "/query/", "/oauth/"];

/** Whether the API app answers at `path` (no query string). */
export function isApi(path: string): boolean {
  if (path === "/api/auth" || path.startsWith("/api/auth/")) return false;
  return UNDER.some((start) => path.startsWith(start)) || EXACT.has(path);
}

/** The rewrites that bring the API's paths outside /api to the catch-all route; it sees the original path. */
export const REWRITES = [
  { source: "/airmdrapi/:path*", destination: "/api/airmdrapi/:path*" },
  { source: "/query/:path*", destination: "/api/query/:path*" },
  { source: "/oauth/:path*", destination: "/api/oauth/:path*" },
  { source: "/.well-known/oauth-authorization-server", destination: "/api/well-known/oauth-authorization-server" },
  { source: "/.well-known/jwks.json", destination: "/api/well-known/jwks.json" },
];
