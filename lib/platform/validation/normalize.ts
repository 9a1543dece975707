/** The longest text that is normalized, in UTF-16 units. Fields have lower limits of their own. */
export const MAX_NORMALIZED = 8_192;
/**
 * The most UTF-16 units that compose to one character in NFC. A text with more units than that per character is too
 * long in every form, and is refused before it is normalized.
 */
export const UNITS_PER_CHARACTER = 4;
/** Up to this length, in UTF-16 units, any text is normalized in about a millisecond. */
const SHORT = 1_024;
/**
 * The longest run of combining marks: that of the Stream-Safe Text Format (UAX #15 section 13). No language needs more.
 */
const MAX_MARKS = 30;

/**
 * A text in a Unicode normalization form. This is the only call of `String.prototype.normalize`, because that function
 * sorts each run of combining marks in quadratic time: 124,000 of them block the process for ten seconds. Throws a
 * RangeError for a text that would take long; schemas refuse such a text first.
 */
export function normalizeText(text: string, form: "NFC" | "NFKC" | "NFKD"): string {
  if (text.length > MAX_NORMALIZED) throw new RangeError(`a text of ${text.length} units is too long to normalize`);
  if (text.length > SHORT && hasLongMarkRun(text))
    throw new RangeError("a text with a long run of combining marks is not normalized");
  // eslint-disable-next-line no-restricted-syntax
  return text.normalize(form);
}

/** Whether more than 30 combining marks follow each other. Runs in linear time. */
export function hasLongMarkRun(text: string): boolean {
  return (text.match(/\p{M}+/gu) ?? []).some((run) => run.length > MAX_MARKS && [...run].length > MAX_MARKS);
}

/** Whether a text has at most `max` characters in NFC. Cheap for a text of any length. */
export function hasAtMost(text: string, max: number): boolean {
  if (text.length > max * UNITS_PER_CHARACTER || hasLongMarkRun(text)) return false;
  return [...normalizeText(text, "NFC")].length <= max;
}
