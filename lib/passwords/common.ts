/**
 * Checks whether a password is among the first that attackers try: a leaked password, one with the usual variations
 * (capitals, 4 for a, digits at the ends), a sequence or a repetition. There are no rules of composition: two words in
 * a row are a passphrase and pass.
 */

/** Leaked passwords and the account's own words, in lower case. */
export type WordList = Pick<ReadonlySet<string>, "has">;

/** A repetition of a unit up to this length counts as common. */
const SHORT_UNIT = 6;
const MIN_DISTINCT = 4;

const ROWS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qwertzuiop",
  "yxcvbnm",
  "azertyuiop",
  "qsdfghjklm",
  "wxcvbn",
  "!@#$%^&*()_+",
].flatMap((row) => [row, [...row].reverse().join("")]);

const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "9": "g",
  "@": "a",
  $: "s",
  "!": "i",
  "+": "t",
};

/** Whether `password`, in NFKC, is too common. `words` contains leaked passwords and the account's own words. */
export function isCommon(password: string, words: WordList): boolean {
  const plain = password.toLowerCase();
  const squashed = lettersAndDigits(plain);
  return (
    new Set(plain).size < MIN_DISTINCT ||
    isRepetition(plain, words) ||
    [plain, squashed].some((text) => isDecorated(text, words))
  );
}

/** The letters and digits of a text. */
export function lettersAndDigits(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "");
}

/** Whether the text is a repeated unit, with a possibly incomplete end. */
function isRepetition(text: string, words: WordList): boolean {
  for (let length = 1; length <= text.length / 2; length += 1) {
    if (text.slice(length) === text.slice(0, -length))
      return length <= SHORT_UNIT || isDecorated(text.slice(0, length), words);
  }
  return false;
}

/** Whether the text is a known word with only trivial additions, or only trivial additions. */
function isDecorated(text: string, words: WordList): boolean {
  if (text === "" || isTrivial(text)) return text !== "";
  for (let start = 0; start < text.length; start += 1) {
    if (!isTrivial(text.slice(0, start))) continue;
    for (let end = text.length; end > start; end -= 1) {
      if (isTrivial(text.slice(end)) && isKnown(text.slice(start, end), words)) return true;
    }
  }
  return false;
}

function isKnown(word: string, words: WordList): boolean {
  return (
    isRow(word) || words.has(word) || words.has(withoutLeet(word)) || words.has(withoutLeet(word.replaceAll("1", "l")))
  );
}

function withoutLeet(word: string): string {
  return word.replace(/[^a-z]/g, (character) => LEET[character] ?? character);
}

/** Typical additions to a word: up to four digits, a few symbols, a repeated character, a part of a keyboard row. */
function isTrivial(text: string): boolean {
  return /^(?:\d{0,4}|[^\p{L}\p{N}]{0,3}|(.)\1*)$/u.test(text) || isRow(text);
}

function isRow(text: string): boolean {
  return text.length > 2 && ROWS.some((row) => row.includes(text));
}
