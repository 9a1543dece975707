import { normalizeText } from "../platform/validation/normalize";
import { fail, type Result } from "../platform/result/result";

/**
 * Whether the name that was typed to confirm a deletion is the name of what is about to be deleted. Nothing typed is a
 * program, which knows what it asks for.
 */
export function requireConfirmation(typed: string | undefined, name: string): Result {
  if (typed === undefined || normalizeText(typed, "NFC").trim() === name) return { ok: true };
  return fail("invalid_input", {
    field: "confirmName",
    fields: { confirmName: "Type the name exactly as it stands above." },
  });
}
