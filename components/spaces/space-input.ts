import { textOf } from "@/components/forms/form-state";
import type { FieldErrors } from "@/components/ui/form-errors";

/** What was typed about a space. */
export function spaceInput(values: FormData): { name: string; description: string } {
  return { name: textOf(values, "name"), description: textOf(values, "description") };
}

/** What can be told before the server is asked. */
export function spaceErrors(values: FormData): FieldErrors {
  return textOf(values, "name").trim() ? {} : { name: "Enter a name." };
}
