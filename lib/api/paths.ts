/**
 * Which paths belong to the API app; everything else is Next's, `/api/auth` (next-auth) included. `server.ts` calls
 * this for each request; on Next's mount each path is a folder of `app/` with the same route handler.
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

/** Whether `path` (without query string) belongs to the API app. */
export function isApi(path: string): boolean {
  if (path === "/api/auth" || path.startsWith("/api/auth/")) return false;
  return UNDER.some((start) => path.startsWith(start)) || EXACT.has(path);
}
