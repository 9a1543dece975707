"use client";

import { useState, useTransition } from "react";
import { lostAnswer } from "@/components/ui/lost-answer";
import type { FailureTexts } from "@/lib/platform/result/failure-text";
import type { Failure } from "@/lib/platform/result/result";
import { refusalOf } from "./submitted";

interface Options<T> {
  run: () => Promise<T | Failure>;
  onDone: (result: T) => void;
  texts?: FailureTexts;
  /** What to say when the answer was lost; by default, to check before trying again. */
  noAnswer?: string;
}

/** One action behind one button. It cannot run twice at once, and keeps the reason of a refusal. */
export function useCommand<T extends { readonly ok: true }>({ run, onDone, texts, noAnswer }: Options<T>) {
  const [pending, start] = useTransition();
  const [error, setError] = useState<string>();

  async function attempt() {
    try {
      const result = await run();
      setError(result.ok ? undefined : refusalOf(result, texts).message);
      if (result.ok) onDone(result);
    } catch (thrown) {
      setError(lostAnswer(thrown, noAnswer));
    }
  }

  return { pending, error, fire: () => !pending && start(attempt), forget: () => setError(undefined) };
}
