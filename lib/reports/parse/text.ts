import { MAX_ID } from "./limits";
import { Refusal } from "./refusal";

/** C0 and C1 controls, and halves of surrogate pairs: nothing that an identifier needs or a database likes. */
const FORBIDDEN = /[\p{Cc}\p{Surrogate}]/u;

/** PostgreSQL stores neither NUL nor half of a surrogate pair. */
const UNSTORABLE = /[\0\p{Surrogate}]/gu;

/** An MRN or query id: any text of 1 to MAX_ID characters without control characters. */
export function checkId(text: string, what: string): string {
  if (text.length > 0 && text.length <= MAX_ID && !FORBIDDEN.test(text)) return text;
  throw new Refusal("wrong_shape", `${what} has 1 to ${MAX_ID} characters, and no control characters.`);
}

/** A text to show: storable, no longer than `max`, and null when there is nothing to see. */
export function shown(text: string, max: number): string | null {
  const clean = text.slice(0, max).replaceAll(UNSTORABLE, "\u{fffd}");
  return clean.trim() === "" ? null : clean;
}

/** The same text in memory of its own: a part of a larger text would keep all of that alive. */
export function detached(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
