import { expect, test } from "vitest";
import { isApi, REWRITES } from "./paths";

test.each(["/api", "/api/v1/organization", "/api/health/live", "/api/nothing", "/airmdrapi/organization", "/query", "/oauth/introspect", "/.well-known/jwks.json", "/api/authentic"])("%s is the API's", (path) => {
  expect(isApi(path)).toBe(true);
});

test.each(["/", "/login", "/api/auth", "/api/auth/session", "/apis", "/querys", "/spaces/api", "/.well-known/security.txt", "/API/v1"])("%s is Next's", (path) => {
  expect(isApi(path)).toBe(false);
});

test("whatever is rewritten to the catch-all route is the API's", () => {
  for (const { source, destination } of REWRITES) {
    expect(isApi(source.replace("/:path*", "/x"))).toBe(true);
    expect(destination).toMatch(/^\/api\/(?!auth)/);
  }
});
