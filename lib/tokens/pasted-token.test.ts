import { expect, test } from "vitest";
import { generateToken } from "../access/credentials/token-format";
import { readPasted } from "./pasted-token";

const token = generateToken("latch");

test.each([
  token,
  ` ${token}\n`,
  `Authorization: Bearer ${token}`,
  `curl -H "Authorization: Bearer ${token}" https://api.example.com/query`,
  `export LATCHKEY_TOKEN=${token}`,
  `"${token}",`,
])("a token is found in %j", (text) => {
  expect(readPasted(text)).toEqual({ kind: "token", token });
});

test("a token of another deployment or with a typing error is a secret too", () => {
  for (const foreign of [generateToken("X2"), generateToken("acme_live")])
    expect(readPasted(`KEY=${foreign}`)).toEqual({ kind: "token", token: foreign });
  const wrong = `${token.slice(0, -1)}${token.endsWith("0") ? "1" : "0"}`;
  expect(readPasted(wrong)).toEqual({ kind: "token", token: wrong });
});

test("a large part of a token, or two of them run together, is a secret too", () => {
  const random = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9";
  expect(readPasted(`latch_${random.slice(0, 20)}`)).toEqual({ kind: "part" });
  expect(readPasted(`latch_${random}${random}`)).toEqual({ kind: "part" });
});

test.each([
  "",
  "ci",
  "CI scanner",
  "latch_…Ab3x",
  "ada@example.com",
  "service_internationalization",
  "terraform_prod_eu_west_1",
  "0193c000-0000-7000-8000-000000000001",
  "//policy.api.mondoo.app/policies/mondoo-linux-security_2024",
])("%j is an ordinary search text", (text) => {
  expect(readPasted(text)).toEqual({ kind: "text" });
});
