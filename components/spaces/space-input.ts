import { textOf } from "@/components/forms/form-state";
import type { FieldErrors } from "@/components/ui/form-errors";

/** The values of the space form. */
export function spaceInput(values: FormData): { name: string; description: string } {
  return { name: textOf(values, "name"), description: textOf(values, "description") };
}

/** The errors that need no server. */
export function spaceErrors(values: FormData): FieldErrors {
  return textOf(values, "name").trim() ? {} : { name: "Enter a name." };
}
