import { MAX_WORD } from "./limits";
import { Refusal } from "./refusal";

/** A number, `true`, `false` or `null`. */
export type JsonLiteral = number | boolean | null;

/** Receives the tokens of a JSON text in order. */
export interface TokenSink {
  /** One of `{ } [ ] : ,` as a character code. */
  mark(code: number): void;
  string(value: string): void;
  word(value: JsonLiteral): void;
}

/** RFC 8259 section 6. */
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const NAMES = new Map<string, JsonLiteral>([
  ["true", true],
  ["false", false],
  ["null", null],
]);
/** What may not be in a string, or begins an escape. */
const SPECIAL = /[\\\x00-\x1f]/g;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const codes = (characters: string): boolean[] => {
  const table = new Array<boolean>(128).fill(false);
  for (const character of characters) table[character.charCodeAt(0)] = true;
  return table;
};
const SPACE = codes(" \t\r\n");
const MARK = codes("{}[]:,");
const WORD = codes("+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

/**
 * Splits a JSON text (RFC 8259) into tokens. The text may arrive in any chunks; an incomplete token is kept until the
 * next chunk. Every character is visited once, so the time is linear for any chunks and content.
 */
export class Tokenizer {
  /** The beginning of the current string or literal, from earlier chunks; null between tokens. */
  #string: string | null = null;
  #word: string | null = null;
  #hasEscape = false;
  #afterBackslash = false;
  /** A known `#nextSpecial` of the current chunk. */
  #special = -1;
  /**
   * The position in the current chunk. After a literal it is at its end, because it may have begun in an earlier chunk.
   */
  at = 0;

  constructor(private readonly sink: TokenSink) {}

  write(text: string): void {
    this.at = 0;
    this.#special = -1;
    while (this.at < text.length) {
      if (this.#string !== null) this.#readString(text, this.#string);
      else if (this.#word !== null) this.#readWord(text, this.#word);
      else this.#begin(text);
    }
  }

  /** Call this after the last chunk. */
  end(): void {
    if (this.#string !== null) throw new Refusal("truncated", "The report ends in the middle of a string.");
    if (this.#word !== null) this.#endWord(this.#word);
  }

  #begin(text: string): void {
    const code = text.charCodeAt(this.at);
    if (WORD[code]) return this.#readWord(text, "");
    if (code === QUOTE) {
      this.#hasEscape = false;
      this.at += 1;
      return this.#readString(text, "");
    }
    if (MARK[code]) this.sink.mark(code);
    else if (!SPACE[code]) throw unexpected(text, this.at);
    this.at += 1;
  }

  #readString(text: string, before: string): void {
    const end = this.#findQuote(text);
    const raw = before + text.slice(this.at, end);
    this.at = end;
    if (end === text.length) {
      this.#string = raw;
      return;
    }
    this.sink.string(this.#hasEscape ? unescape(raw) : raw);
    this.#string = null;
    this.at += 1;
  }

  /** The index of the quote that ends the string, or the text's length. Most strings need no look at each character. */
  #findQuote(text: string): number {
    const quote = this.#afterBackslash ? -1 : text.indexOf('"', this.at);
    return quote !== -1 && quote < this.#nextSpecial(text) ? quote : this.#findQuoteByCharacter(text);
  }

  /** The index of the next backslash or control character, or the text's length. */
  #nextSpecial(text: string): number {
    if (this.#special >= this.at) return this.#special;
    SPECIAL.lastIndex = this.at;
    return (this.#special = SPECIAL.exec(text)?.index ?? text.length);
  }

  #findQuoteByCharacter(text: string): number {
    let escaped = this.#afterBackslash;
    for (let index = this.at; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code < 0x20) throw unexpected(text, (this.at = index));
      if (escaped) escaped = false;
      else if (code === BACKSLASH) escaped = this.#hasEscape = true;
      else if (code === QUOTE) {
        this.#afterBackslash = false;
        return index;
      }
    }
    this.#afterBackslash = escaped;
    return text.length;
  }

  #readWord(text: string, before: string): void {
    let end = this.at;
    while (end < text.length && WORD[text.charCodeAt(end)]) end += 1;
    const word = before + text.slice(this.at, Math.min(end, this.at + MAX_WORD + 1));
    if (word.length > MAX_WORD) throw new Refusal("invalid_json", `A number may have ${MAX_WORD} characters.`);
    this.#word = word;
    this.at = end;
    if (end < text.length) this.#endWord(word);
  }

  #endWord(word: string): void {
    this.#word = null;
    const value = NUMBER.test(word) ? Number(word) : NAMES.get(word);
    if (value === undefined) throw new Refusal("invalid_json", `${word.slice(0, 40)} is not a JSON value.`);
    this.sink.word(value);
  }
}

function unescape(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    throw new Refusal("invalid_json", "A string has an escape that JSON does not know.");
  }
}

function unexpected(text: string, index: number): Refusal {
  return new Refusal("invalid_json", `${JSON.stringify(text[index])} may not stand here.`);
}
