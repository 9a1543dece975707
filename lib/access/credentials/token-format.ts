import { randomFillSync } from "node:crypto";
import { crc32 } from "node:zlib";

/**
 * The form of a token: `<prefix>_` + 32 base62 characters (190 bits from the CSPRNG) + 6 base62 characters of CRC-32
 * over everything before. It is one word for a double click, and secret scanners can find it. Typos are refused without
 * a query.
 */
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const BODY = /^[0-9A-Za-z]{38}$/;

/** A new token string. Uniform over the alphabet: bytes that would introduce a bias are drawn again. */
export function generateToken(prefix: string): string {
  const start = `${prefix}_${randomBase62(RANDOM_LENGTH)}`;
  return start + checksum(start);
}

/** A prefix: letters and digits, in words joined by `_`. */
const PREFIX = /^[0-9A-Za-z]+(?:_[0-9A-Za-z]+)*$/;
/** The longest prefix, in characters. */
const MAX_PREFIX_LENGTH = 24;

/**
 * Whether `value` has the form of a token, its checksum included. Costs no query. APIs have prefixes of their own,
 * which this instance may not know yet: any prefix will do.
 */
export function isToken(value: string): boolean {
  const end = value.length - RANDOM_LENGTH - CHECKSUM_LENGTH - 1;
  if (end < 2 || end > MAX_PREFIX_LENGTH) return false;
  const prefix = value.slice(0, end);
  if (!PREFIX.test(prefix) || !hasTokenForm(value, prefix)) return false;
  const split = value.length - CHECKSUM_LENGTH;
  let rest = crc32(value.slice(0, split));
  for (let i = value.length - 1; i >= split; i -= 1) {
    if (value.charCodeAt(i) !== ALPHABET.charCodeAt(rest % 62)) return false;
    rest = Math.floor(rest / 62);
  }
  return true;
}

/**
 * Whether `value` looks like a token with this prefix, even with a wrong checksum. Distinguishes our Session cookie
 * from another application's.
 */
export function hasTokenForm(value: string, prefix: string): boolean {
  return (
    value.length === tokenLength(prefix) &&
    value.startsWith(prefix) &&
    value[prefix.length] === "_" &&
    BODY.test(value.slice(prefix.length + 1))
  );
}

/** The length of every token, in characters. */
export function tokenLength(prefix: string): number {
  return prefix.length + 1 + RANDOM_LENGTH + CHECKSUM_LENGTH;
}

/** The part of a token that may be shown: its prefix and its last four characters. */
export function hintOf(token: string): string {
  return `${token.slice(0, token.lastIndexOf("_") + 1)}…${token.slice(-4)}`;
}

function checksum(text: string): string {
  let rest = crc32(text);
  let encoded = "";
  for (let i = 0; i < CHECKSUM_LENGTH; i += 1) {
    encoded = ALPHABET.charAt(rest % 62) + encoded;
    rest = Math.floor(rest / 62);
  }
  return encoded;
}

function randomBase62(length: number): string {
  const bytes = Buffer.alloc(length * 2);
  let text = "";
  while (text.length < length) {
    randomFillSync(bytes);
    for (const byte of bytes) {
      if (byte < 248 && text.length < length) text += ALPHABET.charAt(byte % 62);
    }
  }
  return text;
}
