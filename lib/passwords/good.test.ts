import { expect, test } from "vitest";
import { Secret } from "../platform/secret";
import { requireGoodPassword } from "./good";
import { passwordSchema } from "./schema";

const own = ["ada.lovelace@example.com", "Ada Lovelace"];

function checkPassword(password: string) {
  return requireGoodPassword(new Secret(password), own);
}

test.each([
  "password1234",
  "123456789012",
  "qwertyuiop12",
  "aaaaaaaaaaaa",
  "chickenwing101",
  "Michael2026!",
  "letmeinletmein",
])("%s is refused as too common", async (password) => {
  expect(await checkPassword(password)).toEqual({ ok: false, reason: "password_too_common", field: "password" });
});

test.each([
  "ada.lovelace@example.com",
  "ada.lovelace",
  "AdaLovelace1815",
  "adalovelace!",
  "latchkey-2026",
  "lovelace.Ada 1815!",
  "Example Ada Latchkey",
])("%s is refused because it contains the account's words or the product's name", async (password) => {
  expect(await checkPassword(password)).toMatchObject({ ok: false, reason: "password_too_common" });
});

test.each(["lovelace wrote the first program", "correct horse battery staple", "tram-umbrella-kettle", "9f3bC!kq_77x"])(
  "%s passes",
  async (password) => {
    expect(await checkPassword(password)).toEqual({ ok: true });
  },
);

test("a password made of nothing but own words is refused, with other words it passes", async () => {
  const check = (password: string) => requireGoodPassword(new Secret(password), ["Ada Lovelace", "Acme Rockets"]);
  expect(await check("AdaAcmeRockets26")).toMatchObject({ reason: "password_too_common" });
  expect(await check("Acme Lovelace #1")).toMatchObject({ reason: "password_too_common" });
  expect(await check("Acme umbrella Lovelace")).toEqual({ ok: true });
});

test("the length is counted in characters, from 12 to 128", async () => {
  expect(await checkPassword("kettle tram")).toMatchObject({
    reason: "invalid_input",
    fields: { password: expect.stringContaining("at least 12") },
  });
  expect(await checkPassword("🦊🐢🦉🐝🦑🐙🦔🦚🐋🦩🐌")).toMatchObject({ reason: "invalid_input" });
  expect(await checkPassword("🦊🐢🦉🐝🦑🐙🦔🦚🐋🦩🐌🦥")).toEqual({ ok: true });
  const long = Array.from({ length: 128 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join("");
  expect(await checkPassword(long)).toEqual({ ok: true });
  expect(await checkPassword(`${long}x`)).toMatchObject({
    reason: "invalid_input",
    fields: { password: expect.stringContaining("at most 128") },
  });
});

test("a parsed password does not print, and a lone surrogate is refused", () => {
  const parsed = passwordSchema.parse("correct horse battery staple");
  expect(`${String(parsed)} ${JSON.stringify({ parsed })}`).not.toContain("horse");
  expect(passwordSchema.safeParse(`correct horse \ud800`).success).toBe(false);
  expect(passwordSchema.safeParse({ contains: "x" }).success).toBe(false);
});
