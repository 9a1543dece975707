import { expect, test } from "vitest";
import { cpuOf } from "../../tools/testing/timing";
import { Secret } from "../platform/secret";
import { requireGoodPassword } from "./strength";
import { passwordSchema } from "./schema";

const own = ["ada.lovelace@example.com", "Ada Lovelace"];

function checkPassword(password: string) {
  return requireGoodPassword(new Secret(password), own);
}

test.each([
  ["123456789012", "it is on the list"],
  ["chickenwing101", "it is on the list"],
  ["password1234", "a listed word with digits behind it"],
  ["1984password", "a listed word with digits before it"],
  ["Christopher1", "a first name and a digit"],
  ["Michael2026!", "a first name, a year and a sign"],
  ["PASSWORD1234", "capitals change nothing"],
  ["Pa$$w0rd1234", "signs for letters change nothing"],
  ["P4ssw0rd2026", "digits for letters change nothing"],
  ["pass word 1234", "spaces change nothing"],
  ["p-a-s-s-w-o-r-d", "punctuation changes nothing"],
  ["qwertyuiop12", "a row of keys"],
  ["asdfghjklasdf", "a row of keys over and over"],
  ["qwertzuiopas", "rows of a German keyboard"],
  ["azertyuiopqs", "rows of a French keyboard"],
  ["!@#$%^&*()_+", "the signs above the digits"],
  ["abcdefghijkl", "the alphabet"],
  ["lkjihgfedcba", "the alphabet backwards"],
  ["aaaaaaaaaaaa", "one character"],
  ["ababababababab", "two characters"],
  ["abcxabcxabcx", "a short unit over and over"],
  ["dragondragon", "a listed word twice"],
  ["letmeinletmein", "a listed phrase twice"],
  ["dragon12dragon12", "a decorated word twice"],
  ["monkey dragon 12", "two of the first listed words"],
])("%s is refused as too common: %s", async (password) => {
  expect(await checkPassword(password)).toEqual({ ok: false, reason: "password_too_common", field: "password" });
});

test.each([
  "ada.lovelace@example.com",
  "ada.lovelace",
  "AdaLovelace1815",
  "AdaLovelace!!",
  "ada lovelace 1815",
  "latchkey2026",
  "adalovelace!",
  "latchkey-2026",
  "lovelace.Ada 1815!",
  "Example Ada Latchkey",
])("%s is refused because it contains the account's words or the product's name", async (password) => {
  expect(await checkPassword(password)).toMatchObject({ ok: false, reason: "password_too_common" });
});

test.each([
  "lovelace wrote the first program",
  "my latchkey hangs by the door",
  "three wise monkeys",
  "correct horse battery staple",
  "horse umbrella",
  "tram-umbrella-kettle",
  "dragon-lantern-93-quay",
  "sunshine over christopher",
  "982374651029",
  "9f3bC!kq_77x",
  "zX9#mQ2$vL7p",
  "Пароль на каждый день",
  "🦊🐢🦉🐝🦑🐙🦔🦚🐋🦩🐿️🦥",
])("%s passes", async (password) => {
  expect(await checkPassword(password)).toEqual({ ok: true });
});

test("consecutive characters of any script are a sequence", async () => {
  expect(await checkPassword("АБВГДЕЖЗИЙКЛМ")).toMatchObject({ reason: "password_too_common" });
});

test.each([
  ["digits over and over", "1234".repeat(31) + "abcd"],
  ["two runs of a character", "0".repeat(64) + "a".repeat(64)],
  ["a unit over and over", "ab1".repeat(42) + "zz"],
  ["signs for letters", "d00wd04d$r$pw40pwd$44d0$$pr00ddr$".repeat(4).slice(0, 128)],
  ["dates", "01/-. 0 /-.1 //0.01-0.0/".repeat(6).slice(0, 128)],
])("a hostile password of maximum length costs no more than five ordinary ones: %s", async (_kind, password) => {
  await checkPassword("loads the list");
  const ordinary = Array.from({ length: 128 }, (_, i) => String.fromCharCode(33 + ((i * i * 7 + i * 31) % 90))).join(
    "",
  );
  const cost = await cpuOf(() => checkPassword(ordinary));
  expect(await cpuOf(() => checkPassword(password))).toBeLessThan(5 * cost);
});

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
  const long = Array.from({ length: 128 }, (_, i) => String.fromCodePoint(0x4e00 + 37 * i)).join("");
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
