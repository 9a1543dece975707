"use client";

import { useActionState } from "react";

type Action<State> = (before: State, values: FormData) => Promise<State>;

/**
 * `useActionState` for a form whose answer may be lost: `whenLost` then makes its state, with `lostAnswer`, and the
 * page stays. The server renders the form with the action itself, so that it works without scripts.
 */
export function useAnsweredAction<State>(
  action: Action<Awaited<State>>,
  initial: Awaited<State>,
  whenLost: (before: Awaited<State>, values: FormData, error: unknown) => Awaited<State>,
) {
  async function answered(before: Awaited<State>, values: FormData): Promise<Awaited<State>> {
    try {
      return await action(before, values);
    } catch (error) {
      return whenLost(before, values, error);
    }
  }
  return useActionState(typeof window === "undefined" ? action : answered, initial);
}
