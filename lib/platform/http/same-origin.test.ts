import { describe, expect, test } from "vitest";
import { isCrossSite, isSameOrigin, ownOrigin } from "./same-origin";

const OWN = "https://latchkey.example.com";
type Given = Record<string, string>;
const crossSite = (headers: Given) => isCrossSite(new Headers(headers), OWN);

describe("a call that carries the Session cookie", () => {
  test("is accepted from a program, which sends neither Sec-Fetch-Site nor Origin", () => {
    expect(crossSite({})).toBe(false);
  });

  test.each<Given>([{ "sec-fetch-site": "same-origin" }, { "sec-fetch-site": "none" }, { origin: OWN }])(
    "is accepted from our own pages: %o",
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
  ])("is refused from other sites: %o", (headers) => {
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

  test("is compared without regard to case", () => {
    expect(isSameOrigin("HTTPS://Latchkey.Example.COM", OWN)).toBe(true);
  });

  test("is never ours if our own origin is unknown", () => {
    expect(isSameOrigin(OWN, null)).toBe(false);
  });
});

test("our own origin is the configured one, or else the Host header's", () => {
  expect(ownOrigin(new Headers({ host: "evil.example" }), OWN)).toBe(OWN);
  expect(ownOrigin(new Headers({ host: "127.0.0.1:3000" }), null)).toBe("http://127.0.0.1:3000");
  expect(ownOrigin(new Headers({ host: "a b" }), null)).toBeNull();
  expect(ownOrigin(new Headers(), null)).toBeNull();
});
