import type { SubmitResult } from "@/components/ui/form-errors";
import { failureText, type FailureTexts } from "@/lib/platform/result/failure-text";
import type { Failure } from "@/lib/platform/result/result";

/** A refusal as `useForm` shows it: a message per field. */
export interface Refusal extends SubmitResult {
  ok: false;
  reason: Failure["reason"];
  detail?: Failure["detail"];
}

/**
 * Waits for an action's answer and gives refusals their sentences, for `useForm({ submit: (values) => submitted(…) })`.
 * `own` has the messages that replace the general ones in this form.
 */
export async function submitted<T extends { readonly ok: true }>(
  answer: Promise<T | Failure>,
  own?: FailureTexts,
): Promise<T | Refusal> {
  const result = await answer;
  return result.ok ? result : { ...result, message: failureText(result, own) };
}
