import { z } from "./zod";

/** Characters that have no place in a one-line text: controls, half characters, and the marks that turn the writing direction. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff]/u;
const UNPRINTABLE_IN_PROSE = /[^\P{Cc}\n\t]|[\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** A one-line text of 1 to `max` characters, in NFC, without spaces at its ends. */
export function line(max: number, label: string) {
  return z
    .string({ error: `Enter ${label}.` })
    .transform((value) => value.normalize("NFC").trim())
    .pipe(
      z
        .string()
        .min(1, `Enter ${label}.`)
        .refine((value) => [...value].length <= max, `Use at most ${max} characters.`)
        .refine((value) => !UNPRINTABLE.test(value), "Control characters cannot be used here."),
    )
    .meta({ minLength: 1, maxLength: max });
}

/** A text of several lines and at most `max` characters; may be empty. */
export function prose(max: number) {
  return z
    .string()
    .transform((value) => value.normalize("NFC").replace(/\r\n?/g, "\n").trim())
    .pipe(
      z
        .string()
        .refine((value) => [...value].length <= max, `Use at most ${max} characters.`)
        .refine((value) => !UNPRINTABLE_IN_PROSE.test(value), "Control characters cannot be used here."),
    )
    .meta({ maxLength: max });
}

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
  .transform((value) => value.trim().toLowerCase())
  .pipe(z.email("Enter an e-mail address such as ada@example.com.").max(254, "Use at most 254 characters."));

/** A row's id. */
export const id = z.uuid("Not an id.");

/** What somebody types to search by; what no stored text can hold is left out rather than refused. */
export const searchText = z
  .string()
  .max(200)
  .transform((value) =>
    value
      .replace(/[\p{Cc}\p{Cs}]/gu, " ")
      .normalize("NFC")
      .trim(),
  );

/** A pattern for ILIKE that finds `text` anywhere, its own wildcards taken literally. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
