import { describe, expect, test } from "vitest";
import { generateToken } from "./token-format";
import { readCredential } from "./read-credential";

const token = generateToken("latch");
const other = generateToken("latch");
const read = (headers: Record<string, string>, places?: { cookies?: boolean; basic?: boolean }) =>
  readCredential(new Headers(headers), "latch", places);
const bearer = (value: string) => ({ ok: true, credential: { kind: "bearer", token: value } });
const cookie = { ok: true, credential: { kind: "cookie", token } };
const none = { ok: false, error: "none" };
const tooMany = { ok: false, error: "invalid_request", description: expect.any(String) as string };

describe("Authorization", () => {
  test.each([`Bearer ${token}`, `bearer ${token}`, `BEARER   ${token}`, ` Bearer ${token} `])(
    "%s carries the token",
    (authorization) => {
      expect(read({ authorization })).toEqual(bearer(token));
    },
  );

  test.each(["Basic dXNlcjpwYXNz", "Digest x", "Bearerx y", token])(
    "another scheme is ignored: %s",
    (authorization) => {
      expect(read({ authorization })).toEqual(none);
    },
  );

  test("Bearer without a token is an empty credential, not a missing one", () => {
    expect(read({ authorization: "Bearer" })).toEqual(bearer(""));
  });

  test.each(['Digest username="a", realm="b"', "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c"])(
    "another scheme may contain commas, also together with a Session cookie: %s",
    (authorization) => {
      expect(read({ authorization })).toEqual(none);
      expect(read({ authorization, cookie: `Session="${token}"` })).toEqual(cookie);
      expect(read({ authorization: `${authorization}, Bearer ${token}` })).toEqual(tooMany);
    },
  );

  test("white space around a token is ignored in every place", () => {
    const basic = Buffer.from(`client:${token}\n`).toString("base64");
    expect(read({ authorization: `Bearer  ${token}\t ` })).toEqual(bearer(token));
    expect(read({ authorization: `Basic ${basic}` }, { basic: true })).toEqual(bearer(token));
    expect(read({ cookie: `Session=" ${token} "` })).toEqual(cookie);
  });

  test("two Authorization headers, which HTTP joins with a comma, are refused", () => {
    expect(read({ authorization: `Bearer ${token}, Bearer ${other}` })).toEqual(tooMany);
    expect(read({ authorization: `Bearer ${token}, Bearer ${token}` })).toEqual(tooMany);
  });
});

describe("the Session cookie", () => {
  test.each([
    `Session="${token}"`,
    `Session=${token}`,
    `a=b; Session="${token}"; c=d`,
    `Session = x; Session="${token}"`,
  ])("%s carries the token", (header) => {
    expect(read({ cookie: header })).toEqual(cookie);
  });

  test.each([
    "Session=abc",
    `Session="abc"`,
    `session=${token}`,
    `XSession=${token}`,
    `Session=${token}x`,
    "Session=",
    `x=Session=${token}`,
  ])("another application's cookie is ignored: %s", (header) => {
    expect(read({ cookie: header })).toEqual(none);
  });

  test("another application's Session cookie is ignored next to ours", () => {
    expect(read({ cookie: `Session=abc; Session="${token}"` })).toEqual(cookie);
  });

  test("two Session cookies with the form of a token are refused", () => {
    expect(read({ cookie: `Session="${token}"; Session="${other}"` })).toEqual(tooMany);
  });

  test("is not read for gateways, whose applications may have their own", () => {
    expect(read({ cookie: `Session="${token}"` }, { cookies: false })).toEqual(none);
  });
});

test("header and cookie together are refused, even with the same token", () => {
  expect(read({ authorization: `Bearer ${token}`, cookie: `Session="${token}"` })).toEqual(tooMany);
});

test("another application's cookie is ignored next to the header", () => {
  expect(read({ authorization: `Bearer ${token}`, cookie: "Session=abc" })).toEqual(bearer(token));
});

test("a request without both has no credential", () => {
  expect(read({})).toEqual(none);
});

describe("HTTP Basic", () => {
  const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString("base64")}` });

  test("carries the token as password if allowed, and is ignored otherwise", () => {
    expect(read(basic(`client:${token}`), { basic: true })).toEqual(bearer(token));
    expect(read(basic(`client:${token}`))).toEqual(none);
  });
});
