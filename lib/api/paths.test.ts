import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { isApi } from "./paths";

/** The most frequent paths, which a catch-all route would handle the same way. */
const SHORTCUTS = { api: ["/api/v1/forward-auth", "/api/v1/organization"], oauth: ["/oauth/introspect"] };

const APP = path.join(import.meta.dirname, "../../app");

test.each([
  "/api",
  "/api/v1/organization",
  "/api/health/live",
  "/api/nothing",
  "/airmdrapi/organization",
  "/query",
  "/oauth/introspect",
  "/.well-known/jwks.json",
  "/api/authentic",
])("%s is the API's", (path) => {
  expect(isApi(path)).toBe(true);
});

test.each([
  "/",
  "/login",
  "/api/auth",
  "/api/auth/session",
  "/apis",
  "/querys",
  "/spaces/api",
  "/.well-known/security.txt",
  "/API/v1",
])("%s is Next's", (path) => {
  expect(isApi(path)).toBe(false);
});

test("on Next, the paths of the API, and no others, have its route handler", () => {
  const files = readdirSync(APP, { recursive: true, encoding: "utf8" }).filter(
    (file) =>
      file.endsWith("route.ts") &&
      /api\/mounts\/next|api\/\[\[\.\.\.path\]\]\/route/.test(readFileSync(path.join(APP, file), "utf8")),
  );
  const served = files.map((file) => `/${path.dirname(file)}`.replace("/[[...path]]", ""));
  expect(served.sort()).toEqual([
    "/.well-known/jwks.json",
    "/.well-known/oauth-authorization-server",
    "/airmdrapi",
    "/api",
    ...SHORTCUTS.api,
    "/oauth",
    ...SHORTCUTS.oauth,
    "/query",
  ]);
  for (const start of served) expect(isApi(start)).toBe(true);
});
