/**
 * Which paths belong to the API app; everything else is Next's, `/api/auth` (next-auth) included. `server.ts` asks here for
 * each request; on Next's side each of them is a folder of `app/` with the one route handler.
 */
const EXACT = new Set([
  "/api",
  "/airmdrapi",
  "/query",
  "/oauth",
  "/.well-known/oauth-authorization-server",
  "/.well-known/jwks.json",
]);
const UNDER = ["/api/", "/airmdrapi/", "/query/", "/oauth/"];

/** Whether the API app answers at `path` (no query string). */
export function isApi(path: string): boolean {
  if (path === "/api/auth" || path.startsWith("/api/auth/")) return false;
  return UNDER.some((start) => path.startsWith(start)) || EXACT.has(path);
}
