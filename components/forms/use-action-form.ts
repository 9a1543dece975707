"use client";

import { useActionState, useEffect, useRef } from "react";
import { focusFirstError, focusFormError } from "@/components/ui/focus-first-error";
import { INITIAL_STATE, type FormAction } from "./form-state";

/**
 * A form whose action works without scripts. With them the focus goes to the first wrong field, or to the control
 * marked `data-retry`, or to the form's own error.
 */
export function useActionForm(action: FormAction) {
  const [state, submit, pending] = useActionState(action, INITIAL_STATE);
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
