import { expect, test } from "vitest";
import { mayRegister, unknownApi } from "./policy";
import { createApiSchema, identifierSchema, scopesSchema } from "./schema";

const OWN = { issuer: "https://latchkey.example", prefix: "latch" };
const input = (fields: object) => createApiSchema.parse({ identifier: "urn:acme:billing", name: "Billing", ...fields });

test.each([
  "https://latchkey.example",
  "https://latchkey.example/api",
  "HTTPS://LATCHKEY.example:443/other",
  "https://latchkey.example./api",
  "https://user@latchkey.example",
])("an API cannot be on the issuer's origin: %s", (identifier) => {
  expect(mayRegister(input({ identifier }), OWN)).toMatchObject({ reason: "invalid_input", field: "identifier" });
  expect(mayRegister(input({ identifier }), { ...OWN, issuer: "https://other.example" })).toEqual({ ok: true });
});

test.each([
  "https://api.latchkey.example",
  "http://latchkey.example",
  "urn:latchkey.example",
  "https://latchkey.example:8443",
])("an API can be elsewhere: %s", (identifier) => {
  expect(mayRegister(input({ identifier }), OWN)).toEqual({ ok: true });
});

test("an API cannot have the deployment's token prefix", () => {
  expect(mayRegister(input({ tokenPrefix: "latch" }), OWN)).toMatchObject({ field: "tokenPrefix" });
  expect(mayRegister(input({ tokenPrefix: "latch_live" }), OWN)).toEqual({ ok: true });
});

test.each([
  "api",
  "/api",
  "//api.example.com",
  "https://",
  "https://api.example.com#part",
  "https://api.example.com/a b",
  "https://api.example.com/ü",
  "https://api.example.com/%00\u0000",
  'https://api.example.com/"',
  `https://api.example.com/${"a".repeat(500)}`,
])("an identifier is an absolute URI without a fragment: %s", (identifier) => {
  expect(identifierSchema.safeParse(identifier).success).toBe(false);
});

test.each([
  [["invoices:read", "a", "!#$%&'()*+,-./:;<=>?@[]^_`{|}~", "x".repeat(64)], true],
  [["a b"], false],
  [['a"'], false],
  [["a\\"], false],
  [[""], false],
  [["x".repeat(65)], false],
  [["ü"], false],
  [["a\n"], false],
  [["a", "a"], false],
  [["a", "A"], true],
  [Array.from({ length: 500 }, (_, i) => `s${i}`), true],
  [Array.from({ length: 501 }, (_, i) => `s${i}`), false],
])("scopes are up to 500 names of RFC 6749 section 3.3: %j", (names, valid) => {
  expect(scopesSchema.safeParse(names.map((name) => ({ name }))).success).toBe(valid);
});

test.each(["a", "a_", "_a", "a__b", "a-b", "1a", "ä", "a".repeat(25)])(
  "a token prefix is letters and digits in words joined by _: %s is none",
  (tokenPrefix) => {
    expect(() => input({ tokenPrefix })).toThrow();
  },
);

test("the default lifetime is within the maximum", () => {
  expect(() => input({ defaults: { lifetimeDays: 31, maxLifetimeDays: 30 } })).toThrow();
  expect(input({ defaults: { maxLifetimeDays: 30 } }).defaults).toEqual({
    lifetimeDays: null,
    maxLifetimeDays: 30,
    limits: {},
  });
});

test.each(["grants", "issues", "verifies"] as const)("Latchkey's own API is refused by that name in %s", (field) => {
  expect(unknownApi("https://latchkey.example", field, OWN)).toContain("is Latchkey’s own API");
  expect(unknownApi("https://api.example", field, OWN)).toBe("The organization has no API “https://api.example”.");
  expect(unknownApi("urn:acme", field, { issuer: null })).toBe("The organization has no API “urn:acme”.");
});
