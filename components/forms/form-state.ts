import { errorsOfResult } from "@/components/ui/form-errors";
import type { FailureTexts } from "@/lib/platform/result/failure-text";
import type { Failure } from "@/lib/platform/result/result";
import { refusalOf } from "./submitted";

/** The state from which a form without scripts is rendered. */
export interface FormState {
  /** As typed, by field; never a secret. */
  typed: Readonly<Record<string, string>>;
  /** What is wrong, by field. */
  fields: Readonly<Record<string, string>>;
  /** What is wrong with the form as a whole. */
  problem: string | undefined;
}

export type FormAction = (before: FormState, values: FormData) => Promise<FormState>;

export const INITIAL_STATE: FormState = { typed: {}, fields: {}, problem: undefined };

/** The form's state after a refusal, with the values of the fields in `keep`. */
export function refused(failure: Failure, values: FormData, keep: readonly string[], texts?: FailureTexts): FormState {
  const { errors, formError } = errorsOfResult(refusalOf(failure, texts));
  return {
    typed: Object.fromEntries(keep.map((name) => [name, textOf(values, name)])),
    fields: errors,
    problem: formError,
  };
}

/** The form's state after its answer was lost. What was typed stays, except passwords. */
export function afterLostAnswer<State extends FormState>(before: State, values: FormData, problem: string): State {
  const texts = [...values].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const kept = texts.filter(([name]) => !name.startsWith("$") && !/password/i.test(name));
  return { ...before, typed: Object.fromEntries(kept), fields: {}, problem };
}

/** The form that a server action was called with; an empty one when it was called with anything else. */
export function formOf(values: unknown): FormData {
  return values instanceof FormData ? values : new FormData();
}

/** The text of a field. Empty when it is missing or a file. */
export function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === "string" ? value : "";
}
