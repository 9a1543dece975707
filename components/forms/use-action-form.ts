"use client";

import { useEffect, useRef } from "react";
import { focusFirstError, focusFormError } from "@/components/ui/focus-first-error";
import { afterLostAnswer, INITIAL_STATE, type FormAction } from "./form-state";
import { lostAnswer } from "@/components/ui/lost-answer";
import { useAnsweredAction } from "./use-answered-action";

/**
 * A form whose action works without scripts. With them the focus goes to the first wrong field, or to the control
 * marked `data-retry`, or to the form's own error. `noAnswer` says what may have happened when the answer was lost.
 */
export function useActionForm(action: FormAction, noAnswer: string) {
  const [state, submit, pending] = useAnsweredAction(action, INITIAL_STATE, (before, values, error) =>
    afterLostAnswer(before, values, lostAnswer(error, noAnswer)),
  );
  const ref = useRef<HTMLFormElement>(null);

  useEffect(() => {
    const form = ref.current;
    if (state === INITIAL_STATE || !form) return;
    if (focusFirstError(form)) return;
    const retry = form.querySelector<HTMLElement>("[data-retry]");
    if (retry) retry.focus();
    else focusFormError(form);
  }, [state]);

  return { state, pending, formProps: { ref, action: submit, noValidate: true } };
}
