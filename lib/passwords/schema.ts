import { z } from "../platform/validation/zod";
import { Secret } from "../platform/secret";
import { normalizeText } from "../platform/validation/normalize";
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, MAX_PASSWORD_INPUT_LENGTH } from "./limits";

/** A lone surrogate has no UTF-8 encoding, so different ones would have the same hash. */
const LONE_SURROGATE = /\p{Cs}/u;

const tooLong = `Use at most ${MAX_PASSWORD_LENGTH} characters.`;

/**
 * A password in one form for hashing and for comparing: NFKC, as NIST SP 800-63B section 5.1.1.2 recommends, because
 * keyboards and systems compose the same characters differently. Nothing is trimmed, cut or changed in case.
 */
const normalized = z
  .string({ error: "Enter a password." })
  .min(1, "Enter a password.")
  .max(MAX_PASSWORD_INPUT_LENGTH, tooLong)
  .refine((value) => !LONE_SURROGATE.test(value), "Some of these characters cannot be used.")
  .transform((value) => normalizeText(value, "NFKC"));

/** A password to verify: any that could have been chosen. */
export const givenPasswordSchema = normalized.transform((value) => new Secret(value));

/** A new password: checks its length. `requireGoodPassword` checks whether it is common. */
export const passwordSchema = normalized
  .refine(
    (value) => lengthOf(value) >= MIN_PASSWORD_LENGTH,
    `Use at least ${MIN_PASSWORD_LENGTH} characters. A few words in a row are easy to remember.`,
  )
  .refine((value) => lengthOf(value) <= MAX_PASSWORD_LENGTH, tooLong)
  .transform((value) => new Secret(value));

function lengthOf(value: string): number {
  return [...value].length;
}
