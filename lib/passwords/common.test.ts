import { expect, test } from "vitest";
import { threadCpuOf } from "../../tools/testing/timing";
import { isCommon } from "./common";

const words = new Set([
  "password",
  "dragon",
  "qwertyuiop",
  "123456789012",
  "latchkey",
  "lovelace",
  "adalovelace",
  "christopher",
  "sunshine",
]);

test.each([
  ["123456789012", "it is on the list"],
  ["password1234", "a listed word with digits behind it"],
  ["1984password", "a listed word with digits before it"],
  ["PASSWORD1234", "capitals change nothing"],
  ["Pa$$w0rd1234", "signs for letters change nothing"],
  ["P4ssw0rd2026", "digits for letters change nothing"],
  ["pass word 1234", "spaces change nothing"],
  ["p-a-s-s-w-o-r-d", "punctuation changes nothing"],
  ["qwertyuiop12", "a row of keys"],
  ["asdfghjklasdf", "a row of keys over and over"],
  ["abcdefghijkl", "the alphabet"],
  ["lkjihgfedcba", "the alphabet backwards"],
  ["aaaaaaaaaaaa", "one character"],
  ["ababababababab", "two characters"],
  ["abcxabcxabcx", "a short unit over and over"],
  ["dragondragon", "a listed word twice"],
  ["dragon12dragon12", "a decorated word twice"],
  ["latchkey2026", "the product's name"],
  ["AdaLovelace!!", "the person's own name"],
  ["ada lovelace 1815", "the person's own name, spaced"],
  ["!@#$%^&*()_+", "the signs above the digits"],
  ["Christopher1", "a first name and a digit"],
])("%s is too common: %s", (password) => {
  expect(isCommon(password, words)).toBe(true);
});

test.each([
  ["three wise monkeys"],
  ["correct horse battery staple"],
  ["dragon-lantern-93-quay"],
  ["my latchkey hangs by the door"],
  ["sunshine over christopher"],
  ["982374651029"],
  ["zX9#mQ2$vL7p"],
  ["Пароль на каждый день"],
  ["🦊🐢🦉🐝🦑🐙🦔🦚🐋🦩🐿️🦥"],
])("%s passes", (password) => {
  expect(isCommon(password, words)).toBe(false);
});

test("a password of maximum length is checked without delay", async () => {
  const cpuMs = await threadCpuOf(() => {
    isCommon("1234".repeat(31) + "abcd", words);
    isCommon("0".repeat(64) + "a".repeat(64), words);
    isCommon("ab1".repeat(42) + "zz", words);
  });
  expect(cpuMs).toBeLessThan(500);
});
