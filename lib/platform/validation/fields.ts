import { z } from "./zod";
import { hasLongMarkRun, normalizeText, UNITS_PER_CHARACTER } from "./normalize";

/**
 * Characters not allowed in a one-line text: control characters, lone surrogates, and marks that change the writing
 * direction.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff]/u;
/** A character that a person can see: neither blank nor one that is not displayed (Default_Ignorable_Code_Point). */
const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** What a `text` or `jsonb` column of PostgreSQL refuses or changes: NUL and lone surrogates. */
const UNSTORABLE = /[\0\p{Cs}]/u;
const UNPRINTABLE_IN_PROSE = /[^\P{Cc}\n\t]|[\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** Unmodified text that is cheap to normalize. */
function raw(max: number, error?: string) {
  return z
    .string(error === undefined ? undefined : { error })
    .trim()
    .max(max * UNITS_PER_CHARACTER, `Use at most ${max} characters.`)
    .refine((value) => !hasLongMarkRun(value), "Use fewer combining marks on one letter.");
}

/** A one-line text of 1 to `max` characters, in NFC, without spaces at its ends. At least one character is visible. */
export function line(max: number, label: string) {
  return raw(max, `Enter ${label}.`)
    .transform((value) => normalizeText(value, "NFC"))
    .pipe(
      z
        .string()
        .min(1, `Enter ${label}.`)
        .refine((value) => [...value].length <= max, `Use at most ${max} characters.`)
        .refine((value) => !UNPRINTABLE.test(value), "Control characters cannot be used here.")
        .refine((value) => value === "" || VISIBLE.test(value), "Use at least one character that can be seen."),
    )
    .meta({ minLength: 1, maxLength: max });
}

/** A text of several lines and at most `max` characters; may be empty. */
export function prose(max: number) {
  return raw(max)
    .transform((value) => normalizeText(value, "NFC").replace(/\r\n?/g, "\n"))
    .pipe(
      z
        .string()
        .refine((value) => [...value].length <= max, `Use at most ${max} characters.`)
        .refine((value) => !UNPRINTABLE_IN_PROSE.test(value), "Control characters cannot be used here."),
    )
    .meta({ maxLength: max });
}

/** A text that PostgreSQL can store or compare: without NUL and lone surrogates. At most `max` UTF-16 units. */
export function storable(max: number) {
  return z
    .string()
    .max(max)
    .refine((value) => !UNSTORABLE.test(value), "Some of these characters cannot be used.");
}

const YEAR_1 = Date.parse("0001-01-01T00:00:00Z");
const YEAR_10000 = Date.parse("+010000-01-01T00:00:00Z");

/**
 * An instant in ISO 8601 with a zone, in the years 1 to 9999: those that both JavaScript and PostgreSQL write with four
 * digits.
 */
export const instant = z.iso
  .datetime({ offset: true, message: "Enter a date and time." })
  .max(40)
  .transform((value) => new Date(value))
  .refine(
    (value) => value.getTime() >= YEAR_1 && value.getTime() < YEAR_10000,
    "Enter a date and time of the years 1 to 9999.",
  );

/** The id of an organization or a space: 5 to 50 of a-z, 0-9 and hyphens, neither first nor last a hyphen. */
export const slug = z
  .string({ error: "Enter an id." })
  .trim()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{3,48})[a-z0-9]$/,
    "Use 5 to 50 lower-case letters, digits and hyphens, with no hyphen at either end.",
  );

/** An e-mail address, trimmed and in lower case. */
export const email = z
  .string({ error: "Enter an e-mail address." })
  .trim()
  .max(254, "Use at most 254 characters.")
  .toLowerCase()
  .pipe(z.email("Enter an e-mail address such as ada@example.com.").max(254, "Use at most 254 characters."));

/** A row's id. */
export const id = z.uuid("Not an id.");

/** A search text. Characters that cannot be stored are removed, not refused. */
export const searchText = z
  .string()
  .max(200)
  .transform((value) => normalizeText(value.replace(/[\p{Cc}\p{Cs}]/gu, " "), "NFC").trim());

/** A pattern for ILIKE that finds `text` anywhere, its own wildcards taken literally. */
export function containing(text: string): string {
  return `%${escapeWildcards(text)}%`;
}

/** The text with its wildcards of ILIKE taken literally, for Prisma's `contains`. */
export function escapeWildcards(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
