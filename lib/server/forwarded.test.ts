import type { IncomingMessage } from "node:http";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { messageOrigin } from "../platform/http/served-origin";
import { ownOrigin } from "../platform/http/same-origin";
import { certainMessageAddress, messageAddress } from "../platform/http/client-address";
import { log } from "../platform/log";
import { overwriteForwarded } from "./forwarded";

beforeAll(() => {
  vi.stubEnv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none");
  vi.stubEnv("TRUSTED_PROXIES", "10.0.0.0/8");
});

afterEach(() => {
  vi.restoreAllMocks();
});

const from = (remoteAddress: string, headers: Record<string, string>) =>
  ({ headers: { ...headers }, socket: { remoteAddress } }) as unknown as IncomingMessage;
const CLAIMS = {
  host: "latchkey.internal",
  "x-forwarded-for": "198.51.100.1",
  "x-forwarded-host": "evil.example",
  "x-forwarded-proto": "https",
  "x-real-ip": "198.51.100.1",
  forwarded: "for=1.1.1.1",
  "x-latchkey-address": "1.1.1.1",
  "x-latchkey-certain-address": "1.1.1.1",
  "x-latchkey-origin": "https://evil.example",
  "x-vercel-forwarded-for": "1.1.1.1",
  "x-middleware-subrequest": "middleware",
};

describe("from a client", () => {
  test("forwarded headers never reach Next", () => {
    const request = from("203.0.113.9", CLAIMS);
    overwriteForwarded(request, messageOrigin(request));
    expect(request.headers).toEqual({
      host: "latchkey.internal",
      "x-latchkey-address": "203.0.113.9",
      "x-latchkey-origin": "http://latchkey.internal",
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-host": "latchkey.internal",
      "x-forwarded-proto": "http",
    });
  });
});

describe("the certain address", () => {
  const certain = (peer: string, headers: Record<string, string>) => {
    const request = from(peer, { host: "latchkey.internal", ...headers });
    const direct = certainMessageAddress(request);
    overwriteForwarded(request, null);
    expect(request.headers["x-latchkey-certain-address"] ?? null).toBe(direct);
    return direct;
  };
  const FORGED = {
    "x-forwarded-for": "198.51.100.1",
    "x-real-ip": "198.51.100.1",
    forwarded: "for=198.51.100.1",
  };

  test("is that of a peer which forwards for no one", () => {
    expect(certain("203.0.113.9", {})).toBe("203.0.113.9");
    expect(certain("::ffff:203.0.113.9", {})).toBe("203.0.113.9");
    expect(certain("2001:db8::1", { "x-latchkey-certain-address": "1.1.1.1" })).toBe("2001:db8::1");
  });

  test.each(Object.entries(FORGED))("is unknown where an untrusted peer sends %s", (name, value) => {
    expect(certain("203.0.113.9", { [name]: value })).toBeNull();
    expect(certain("203.0.113.9", { [name]: "" })).toBeNull();
  });

  test("is the nearest that a trusted proxy reports, whatever the client claims before it", () => {
    expect(certain("10.0.0.1", { "x-forwarded-for": "203.0.113.9" })).toBe("203.0.113.9");
    expect(certain("10.0.0.1", { ...FORGED, "x-forwarded-for": "198.51.100.1, ::ffff:203.0.113.9" })).toBe(
      "203.0.113.9",
    );
    expect(certain("::ffff:10.0.0.1", { "x-forwarded-for": "6.6.6.6, 2001:db8::1, 10.0.0.2" })).toBe("2001:db8::1");
  });

  test.each([
    ["no client", {}],
    ["an empty one", { "x-forwarded-for": "" }],
    ["one that is no address", { "x-forwarded-for": "198.51.100.1, unknown" }],
    ["one that is no address before another proxy", { "x-forwarded-for": "198.51.100.1, unknown, 10.0.0.2" }],
    ["only other proxies", { "x-forwarded-for": "10.0.0.3, 10.0.0.2" }],
    ["a client by another header alone", { "x-real-ip": "198.51.100.1", forwarded: "for=198.51.100.1" }],
  ])("is unknown where a trusted proxy reports %s", (_case, headers) => {
    expect(certain("10.0.0.1", headers)).toBeNull();
  });
});

describe("from a trusted proxy", () => {
  test("client, host and scheme are taken from its headers", () => {
    const request = from("10.0.0.1", {
      host: "latchkey.internal",
      "x-forwarded-for": "6.6.6.6, 198.51.100.1",
      "x-forwarded-host": "latchkey.example.com",
      "x-forwarded-proto": "https",
    });
    expect(messageOrigin(request)).toBe("https://latchkey.example.com");
    overwriteForwarded(request, messageOrigin(request));
    expect(request.headers).toMatchObject({
      "x-latchkey-address": "198.51.100.1",
      "x-latchkey-origin": "https://latchkey.example.com",
      "x-forwarded-host": "latchkey.example.com",
      "x-forwarded-proto": "https",
    });
  });
});

describe("a warning that TRUSTED_PROXIES lacks a peer", () => {
  test.each<[string, string, Record<string, string>, number]>([
    ["is logged where another peer sends X-Forwarded-For", "203.0.113.20", { "x-forwarded-for": "198.51.100.1" }, 1],
    ["is not logged where it sends none", "203.0.113.21", {}, 0],
    ["is not logged for a trusted proxy", "10.0.0.77", { "x-forwarded-for": "198.51.100.1" }, 0],
    ["is logged for X-Real-IP alone", "203.0.113.78", { "x-real-ip": "198.51.100.1" }, 1],
    ["is logged for Forwarded alone", "203.0.113.79", { forwarded: "for=198.51.100.1" }, 1],
    ["is not logged for X-Real-IP of a trusted proxy", "10.0.0.77", { "x-real-ip": "198.51.100.1" }, 0],
  ])("%s", (_case, peer, headers, warnings) => {
    const warn = vi.spyOn(log, "warn").mockImplementation(() => undefined);
    messageAddress(from(peer, headers));
    expect(warn.mock.calls.map(([facts]) => facts)).toEqual(Array(warnings).fill({ peer }));
  });
});

test("middleware, actions and links read the origin that was decided here", () => {
  for (const request of [from("10.0.0.1", CLAIMS), from("203.0.113.9", CLAIMS)]) {
    const origin = messageOrigin(request);
    overwriteForwarded(request, origin);
    const headers = new Headers(request.headers as Record<string, string>);
    expect(ownOrigin(headers, null)).toBe(origin);
    expect(ownOrigin(headers, "https://configured.example")).toBe("https://configured.example");
  }
});

test("without a valid Host our origin is unknown, and no Origin matches", () => {
  expect(messageOrigin(from("203.0.113.9", {}))).toBeNull();
  expect(messageOrigin(from("203.0.113.9", { host: "a b" }))).toBeNull();
});
