"use client";

import { unstable_rethrow } from "next/navigation";
import { useState, useTransition } from "react";
import { lostAnswer, SIGNED_OUT } from "@/components/ui/lost-answer";
import { failureText, type FailureTexts } from "@/lib/platform/result/failure-text";
import type { Failure } from "@/lib/platform/result/result";

interface Options<T> {
  run: () => Promise<T | Failure>;
  onDone: (result: T) => void;
  texts?: FailureTexts;
}

function textOf(failure: Failure, texts: FailureTexts | undefined): string {
  return failure.reason === "unauthenticated" ? SIGNED_OUT : failureText(failure, texts);
}

/** One action behind one button. It cannot run twice at once, and keeps the reason of a refusal. */
export function useCommand<T extends { readonly ok: true }>({ run, onDone, texts }: Options<T>) {
  const [pending, start] = useTransition();
  const [error, setError] = useState<string>();

  async function attempt() {
    try {
      const result = await run();
      setError(result.ok ? undefined : textOf(result, texts));
      if (result.ok) onDone(result);
    } catch (thrown) {
      unstable_rethrow(thrown);
      console.error(thrown);
      setError(lostAnswer(thrown));
    }
  }

  return { pending, error, fire: () => !pending && start(attempt), forget: () => setError(undefined) };
}
