import { SIGNED_OUT, type SubmitResult } from "@/components/ui/form-errors";
import { failureText, type FailureTexts } from "@/lib/platform/result/failure-text";
import type { Failure } from "@/lib/platform/result/result";

/** A refusal as `useForm` shows it: a message, for a field where it has one, or a message per field. */
export interface Refusal extends SubmitResult {
  ok: false;
  reason: Failure["reason"];
  detail?: Failure["detail"];
}

/** The failure with its sentence. `texts` replace the general ones in this form. */
export function refusalOf(failure: Failure, texts?: FailureTexts): Refusal {
  return { ...failure, message: failureText(failure, { unauthenticated: SIGNED_OUT, ...texts }) };
}

/**
 * Waits for an action's answer and gives refusals their sentences, for `useForm({ submit: (values) => submitted(…) })`.
 */
export async function submitted<T extends { readonly ok: true }>(
  answer: Promise<T | Failure>,
  texts?: FailureTexts,
): Promise<T | Refusal> {
  const result = await answer;
  return result.ok ? result : refusalOf(result, texts);
}
