import { textOf } from "@/components/forms/form-state";
import type { FieldErrors } from "@/components/ui/form-errors";
import { hasAtMost } from "@/lib/platform/validation/normalize";
import { MAX_TOKEN_DESCRIPTION_LENGTH, MAX_TOKEN_NAME_LENGTH } from "@/lib/tokens/limits";
import { lifetimeProblem, type LifetimeBounds } from "./lifetime";

/**
 * What is wrong with the fields that the create and edit forms share. The action's schema decides; this is for the
 * eyes.
 */
export function fieldProblems(values: FormData, bounds: LifetimeBounds): FieldErrors {
  const found = {
    name: nameProblem(textOf(values, "name")),
    description: lengthProblem(textOf(values, "description"), MAX_TOKEN_DESCRIPTION_LENGTH),
    expiration: lifetimeProblem(textOf(values, "expiration"), textOf(values, "date"), bounds),
  };
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function nameProblem(name: string): string | undefined {
  return name.trim() === "" ? "Enter a name." : lengthProblem(name, MAX_TOKEN_NAME_LENGTH);
}

function lengthProblem(text: string, max: number): string | undefined {
  return hasAtMost(text.trim(), max) ? undefined : `Use at most ${max} characters.`;
}
