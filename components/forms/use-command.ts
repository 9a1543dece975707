"use client";

import { unstable_rethrow } from "next/navigation";
import { useState, useTransition } from "react";
import { failureText, type FailureTexts } from "@/lib/platform/result/failure-text";
import type { Failure } from "@/lib/platform/result/result";

const NO_ANSWER = "The server did not answer, so this may or may not have been done. Check before you try again.";

interface Options<T> {
  run: () => Promise<T | Failure>;
  onDone: (result: T) => void;
  texts?: FailureTexts;
}

/** One action behind one button. It cannot run twice at once, and keeps the reason of a refusal. */
export function useCommand<T extends { readonly ok: true }>({ run, onDone, texts }: Options<T>) {
  const [pending, start] = useTransition();
  const [error, setError] = useState<string>();

  async function attempt() {
    try {
      const result = await run();
      setError(result.ok ? undefined : failureText(result, texts));
      if (result.ok) onDone(result);
    } catch (thrown) {
      unstable_rethrow(thrown);
      console.error(thrown);
      setError(NO_ANSWER);
    }
  }

  return { pending, error, fire: () => !pending && start(attempt), forget: () => setError(undefined) };
}
