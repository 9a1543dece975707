import type { SubmitResult } from "@/components/ui/form-errors";
import { failureText, type FailureTexts } from "@/lib/platform/result/failure-text";
import type { Failure } from "@/lib/platform/result/result";

/** A refusal in the form that `useForm` shows: its sentence, at its fields. */
export interface Refusal extends SubmitResult {
  ok: false;
  reason: Failure["reason"];
  detail?: Failure["detail"];
}

/**
 * Waits for an action's answer and gives refusals their sentences, for `useForm({ submit: (values) => submitted(…) })`.
 * `own` are the sentences that this form says better than the general ones.
 */
export async function submitted<T extends { readonly ok: true }>(
  answer: Promise<T | Failure>,
  own?: FailureTexts,
): Promise<T | Refusal> {
  const result = await answer;
  return result.ok ? result : { ...result, message: failureText(result, own) };
}
