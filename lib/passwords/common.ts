/**
 * Whether a password is among those that guessers try first: on a list of leaked ones, or one of them with the usual
 * decoration (capitals, 4 for a, digits at its ends), a sequence, a repetition. Other than that there are no rules of
 * composition: two words in a row are a passphrase, and pass.
 */

/** Leaked passwords and the account's own words, in lower case. */
export type WordList = Pick<ReadonlySet<string>, "has">;

/** A repeated unit up to this length is no longer than itself. */
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

/** Whether `password`, in NFKC, is too common to protect anything. `words` holds what is known of it beforehand. */
export function isCommon(password: string, words: WordList): boolean {
  const plain = password.toLowerCase();
  const squashed = lettersAndDigits(plain);
  return (
    new Set(plain).size < MIN_DISTINCT ||
    isRepetition(plain, words) ||
    [plain, squashed].some((text) => isDecorated(text, words))
  );
}

/** What is left of a text without spaces, punctuation and symbols. */
export function lettersAndDigits(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "");
}

/** `unit` over and over, the last time perhaps cut short. */
function isRepetition(text: string, words: WordList): boolean {
  for (let length = 1; length <= text.length / 2; length += 1) {
    if (text.slice(length) === text.slice(0, -length))
      return length <= SHORT_UNIT || isDecorated(text.slice(0, length), words);
  }
  return false;
}

/** A known word with nothing but decoration around it, or decoration alone. */
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

/** What people add to a word: up to four digits, a few signs, one character repeated, a piece of a row of keys. */
function isTrivial(text: string): boolean {
  return /^(?:\d{0,4}|[^\p{L}\p{N}]{0,3}|(.)\1*)$/u.test(text) || isRow(text);
}

function isRow(text: string): boolean {
  return text.length > 2 && ROWS.some((row) => row.includes(text));
}
