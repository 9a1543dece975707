import { normalizeText } from "../platform/validation/normalize";
import { fail, type Result } from "../platform/result/result";

/** Fails unless the name typed to confirm a deletion matches. API clients may omit it. */
export function requireConfirmation(typed: string | undefined, name: string): Result {
  if (typed === undefined || normalizeText(typed, "NFC").trim() === name) return { ok: true };
  return fail("invalid_input", {
    field: "confirmName",
    fields: { confirmName: "Type the name exactly as shown above." },
  });
}
