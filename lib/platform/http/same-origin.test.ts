import { describe, expect, test } from "vitest";
import { isCrossSite, isSameOrigin, ownOrigin } from "./same-origin";

const OWN = "https://latchkey.example.com";
type Given = Record<string, string>;
const crossSite = (headers: Given) => isCrossSite(new Headers(headers), OWN);

describe("a call that carries the Session cookie", () => {
  test("from a program names neither site nor origin, and is fine", () => {
    expect(crossSite({})).toBe(false);
  });

  test.each<Given>([{ "sec-fetch-site": "same-origin" }, { "sec-fetch-site": "none" }, { origin: OWN }])(
    "of our own is fine: %o",
    (headers) => {
      expect(crossSite(headers)).toBe(false);
    },
  );

  test.each<Given>([
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "what" },
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://latchkey.example.com" },
    { origin: `${OWN}:8443` },
    { origin: `${OWN}.evil.example` },
    { "sec-fetch-site": "same-origin", origin: "https://evil.example" },
  ])("from elsewhere is not: %o", (headers) => {
    expect(crossSite(headers)).toBe(true);
  });
});

describe("an origin", () => {
  test.each([
    "",
    "null",
    "latchkey.example.com",
    `${OWN}/`,
    `${OWN}/path`,
    `${OWN}, ${OWN}`,
    `${OWN} `,
    "https://user@latchkey.example.com",
    "file://",
    "not a url",
  ])("%j is not ours", (origin) => {
    expect(isSameOrigin(origin, OWN)).toBe(false);
  });

  test("is ours whatever its case", () => {
    expect(isSameOrigin("HTTPS://Latchkey.Example.COM", OWN)).toBe(true);
  });

  test("is nobody's where our own is not known", () => {
    expect(isSameOrigin(OWN, null)).toBe(false);
  });
});

test("our own origin is the configured one, or else what the Host header names", () => {
  expect(ownOrigin(new Headers({ host: "evil.example" }), OWN)).toBe(OWN);
  expect(ownOrigin(new Headers({ host: "127.0.0.1:3000" }), null)).toBe("http://127.0.0.1:3000");
  expect(ownOrigin(new Headers({ host: "a b" }), null)).toBeNull();
  expect(ownOrigin(new Headers(), null)).toBeNull();
});
