import type { IncomingMessage } from "node:http";
import { describe, expect, test, vi } from "vitest";
import { log } from "../platform/log";
import { refusalOf } from "./refusal";

const OWN = "http://127.0.0.1:3000";
const message = (method: string, url: string, headers: Record<string, string> = {}) =>
  ({ method, url, headers, rawHeaders: Object.entries(headers).flat() }) as unknown as IncomingMessage;
const refuse = (method: string, url: string, headers: Record<string, string> = {}) =>
  refusalOf(message(method, url, headers), url.split("?", 1)[0] ?? "", () => OWN)?.status ?? null;

describe("a state-changing request to the console", () => {
  test.each(["POST", "PUT", "PATCH", "DELETE"])("is accepted from our own origin: %s", (method) => {
    expect(refuse(method, "/login", { origin: OWN })).toBeNull();
  });

  test.each([
    undefined,
    "null",
    "",
    "https://evil.example",
    "http://127.0.0.1:3001",
    `${OWN}/`,
    `${OWN}, ${OWN}`,
    "not an origin",
  ])("is refused from %j", (origin) => {
    expect(refuse("POST", "/login", origin === undefined ? {} : { origin })).toBe(403);
    expect(refuse("POST", "/api/auth/callback/credentials", origin === undefined ? {} : { origin })).toBe(403);
  });

  test("needs no origin on the API, which does not accept console sessions", () => {
    expect(refuse("POST", "/api/v1/tokens")).toBeNull();
  });

  test("is logged with both origins, and with what to set, once a minute", () => {
    const warn = vi.spyOn(log, "warn").mockImplementation(() => undefined);
    for (const _ of [1, 2]) refuse("POST", "/login", { origin: "https://latchkey.example.com" });
    expect(warn.mock.calls).toEqual([
      [{ origin: "https://latchkey.example.com", ownOrigin: OWN }, expect.stringContaining("APP_URL") as string],
    ]);
    warn.mockRestore();
  });

  test("a forged X-Forwarded-Host has no effect", () => {
    expect(refuse("POST", "/login", { origin: "https://evil.example", "x-forwarded-host": "evil.example" })).toBe(403);
  });
});

test.each(["GET", "HEAD", "OPTIONS"])("%s needs no origin", (method) => {
  expect(refuse(method, "/login")).toBeNull();
});

test.each(["/spaces/%", "/admin/apis/%2", "/admin/subjects/%ff", "/spaces/a%zz/policies"])(
  "a page is not asked for with a broken encoding: %s",
  (path) => {
    expect(refuse("GET", path)).toBe(400);
  },
);

test.each(["/admin/subjects/cus%401%7Ca", "/admin/subjects/a|b", "/spaces/caf%C3%A9", "/login?q=%"])(
  "a page is asked for with a good one: %s",
  (path) => {
    expect(refuse("GET", path)).toBeNull();
  },
);

test.each(["TRACE", "TRACK", "CONNECT"])("%s is refused everywhere", (method) => {
  expect(refuse(method, "/login", { origin: OWN })).toBe(405);
  expect(refuse(method, "/api/v1/organization")).toBe(405);
});

test("two Host headers are refused everywhere, because a proxy may have used the other one", () => {
  const asked = (...rawHeaders: string[]) =>
    refusalOf(
      { method: "GET", url: "/login", headers: {}, rawHeaders } as unknown as IncomingMessage,
      "/login",
      () => OWN,
    )?.status ?? null;
  expect(asked("Host", "a", "Accept", "host")).toBeNull();
  expect(asked("Host", "a", "HOST", "a")).toBe(400);
});

test.each(["1.2.3.4.5", "999.999.999.999", "a b", "x:99999", "a@b", "a/b", "a\\b", "a?b", "a#b", "a:b@c", "a\tb"])(
  "the invalid Host %s is refused everywhere",
  (host) => {
    expect([refuse("GET", "/login", { host }), refuse("GET", "/api/v1/organization", { host })]).toEqual([400, 400]);
  },
);

test("a URL that is too long is refused everywhere", () => {
  expect(refuse("GET", `/${"x".repeat(9_000)}`)).toBe(414);
  expect(refuse("GET", `/api/v1/organization?${"x".repeat(9_000)}`)).toBe(414);
});

test("a URL that is not a path is refused", () => {
  expect(refuse("GET", "http://evil.example/")).toBe(400);
  expect(refuse("OPTIONS", "*")).toBe(400);
});

test("a request body to a page needs a Content-Length", () => {
  expect(refuse("POST", "/login", { origin: OWN, "content-length": "1000" })).toBeNull();
  expect(refuse("POST", "/login", { origin: OWN, "transfer-encoding": "chunked" })).toBe(411);
});
