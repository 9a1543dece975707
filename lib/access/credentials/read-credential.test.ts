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
    "another scheme is no credential: %s",
    (authorization) => {
      expect(read({ authorization })).toEqual(none);
    },
  );

  test("Bearer with nothing is a credential, an empty one, and not the absence of one", () => {
    expect(read({ authorization: "Bearer" })).toEqual(bearer(""));
  });

  test.each(['Digest username="a", realm="b"', "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c"])(
    "a scheme of others may have commas, also beside a Session cookie: %s",
    (authorization) => {
      expect(read({ authorization })).toEqual(none);
      expect(read({ authorization, cookie: `Session="${token}"` })).toEqual(cookie);
      expect(read({ authorization: `${authorization}, Bearer ${token}` })).toEqual(tooMany);
    },
  );

  test("white space around a token is ignored, wherever it is read", () => {
    const basic = Buffer.from(`client:${token}\n`).toString("base64");
    expect(read({ authorization: `Bearer  ${token}\t ` })).toEqual(bearer(token));
    expect(read({ authorization: `Basic ${basic}` }, { basic: true })).toEqual(bearer(token));
    expect(read({ cookie: `Session=" ${token} "` })).toEqual(cookie);
  });

  test("two of them, which HTTP joins with a comma, are one too many", () => {
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
  ])("another program's cookie is ignored: %s", (header) => {
    expect(read({ cookie: header })).toEqual(none);
  });

  test("another program's Session beside ours does no harm", () => {
    expect(read({ cookie: `Session=abc; Session="${token}"` })).toEqual(cookie);
  });

  test("two with a token's form are one too many", () => {
    expect(read({ cookie: `Session="${token}"; Session="${other}"` })).toEqual(tooMany);
  });

  test("is not read where a guarded application may have its own", () => {
    expect(read({ cookie: `Session="${token}"` }, { cookies: false })).toEqual(none);
  });
});

test("header and cookie at once are one too many, even with the same token", () => {
  expect(read({ authorization: `Bearer ${token}`, cookie: `Session="${token}"` })).toEqual(tooMany);
});

test("a cookie of another program beside the header does no harm", () => {
  expect(read({ authorization: `Bearer ${token}`, cookie: "Session=abc" })).toEqual(bearer(token));
});

test("nothing at all is no credential", () => {
  expect(read({})).toEqual(none);
});

describe("HTTP Basic", () => {
  const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString("base64")}` });

  test("carries the token as its password where it is allowed, and nowhere else", () => {
    expect(read(basic(`client:${token}`), { basic: true })).toEqual(bearer(token));
    expect(read(basic(`client:${token}`))).toEqual(none);
  });
});
