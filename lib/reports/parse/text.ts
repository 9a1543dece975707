import { MAX_ID } from "./limits";
import { Refusal } from "./refusal";

/** C0 and C1 controls, and lone surrogates: not allowed in identifiers. */
const FORBIDDEN = /[\p{Cc}\p{Surrogate}]/u;

/** PostgreSQL cannot store NUL and lone surrogates. */
const UNSTORABLE = /[\0\p{Surrogate}]/gu;

/** Whether a text may be an MRN or query id: 1 to MAX_ID characters, none of them a control character. */
export function isId(text: string): boolean {
  return text.length > 0 && text.length <= MAX_ID && !FORBIDDEN.test(text);
}

/** Returns `text` if it may be an MRN or query id, and refuses the report otherwise. */
export function checkId(text: string, what: string): string {
  if (isId(text)) return text;
  throw new Refusal("wrong_shape", `${what} has 1 to ${MAX_ID} characters, and no control characters.`);
}

/** A text for display: storable, at most `max` characters, and null if it is blank. */
export function shown(text: string, max: number): string | null {
  const clean = text.slice(0, max).replaceAll(UNSTORABLE, "\u{fffd}");
  return clean.trim() === "" ? null : clean;
}

/** A copy of the text in its own memory, because a substring would keep the whole text alive. */
export function detached(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
