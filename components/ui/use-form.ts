"use client";

import { type FocusEvent, type FormEvent, useEffect, useRef, useState, useTransition } from "react";
import { focusFirstError, focusFormError } from "./focus-first-error";
import { errorsAfterBlur, errorsOfResult, type FieldErrors, type SubmitResult, type Validate } from "./form-errors";
import { lostAnswer } from "./lost-answer";

export interface UseFormOptions<R extends SubmitResult> {
  /** Calls the server action. A thrown error is shown above the form. */
  submit: (values: FormData) => Promise<R>;
  /** What to say when the answer was lost; by default, to check before trying again. */
  noAnswer?: string;
  /** Messages by field name; runs on leaving a field and on submit. */
  validate?: Validate;
  onSuccess?: (result: Extract<R, { ok: true }>) => void;
  /** Called with every refusal. Return true if it was handled. */
  onFailure?: (result: Exclude<R, { ok: true }>) => boolean | void;
}

interface Problems {
  errors: FieldErrors;
  formError: string | undefined;
}

const NONE: Problems = { errors: {}, formError: undefined };

/** Longer than a press lasts, in ms: a native select may swallow the release. */
const PRESS_MS = 500;

/** Runs when the pointer is released, or shortly after at the latest. */
function afterPress(run: () => void) {
  const timer = window.setTimeout(end, PRESS_MS);
  function end() {
    window.clearTimeout(timer);
    window.removeEventListener("click", end);
    run();
  }
  window.addEventListener("click", end, { once: true });
}

function isControl(target: EventTarget): target is HTMLInputElement {
  return "name" in target && "value" in target && Boolean(target.name);
}

/**
 * The shared behavior of the console's forms: messages on blur and on submit,
 * focus on the first error or on the form's own, no second submit while one runs, and values are kept
 * (controls are uncontrolled, and React's reset after an action is prevented).
 */
export function useForm<R extends SubmitResult>(options: UseFormOptions<R>) {
  const ref = useRef<HTMLFormElement>(null);
  const running = useRef(false);
  const pressed = useRef(false);
  const [problems, setProblems] = useState<Problems>(NONE);
  const [attempt, setAttempt] = useState(0);
  const [pending, startTransition] = useTransition();

  useEffect(() => {
    const form = ref.current;
    if (attempt > 0 && form && !focusFirstError(form)) focusFormError(form);
  }, [attempt]);

  function fail(next: Problems) {
    setProblems(next);
    setAttempt((count) => count + 1);
  }

  function settle(result: R) {
    if (result.ok) {
      setProblems(NONE);
      options.onSuccess?.(result as Extract<R, { ok: true }>);
    } else {
      const handled = options.onFailure?.(result as Exclude<R, { ok: true }>);
      fail(handled ? NONE : errorsOfResult(result));
    }
  }

  async function send(values: FormData) {
    try {
      const result = await options.submit(values);
      startTransition(() => settle(result));
    } catch (error) {
      fail({ errors: {}, formError: lostAnswer(error, options.noAnswer) });
    } finally {
      running.current = false;
    }
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (running.current) return;
    const values = new FormData(event.currentTarget);
    const errors = options.validate?.(values) ?? {};
    if (Object.keys(errors).length > 0) return fail({ errors, formError: undefined });
    running.current = true;
    startTransition(() => send(values));
  }

  function onBlur(event: FocusEvent<HTMLFormElement>) {
    const { target, currentTarget, relatedTarget } = event;
    if (!options.validate || !isControl(target)) return;
    const check = () => {
      const found = options.validate?.(new FormData(currentTarget)) ?? {};
      setProblems((now) => ({ ...now, errors: errorsAfterBlur(now.errors, target.name, found) }));
    };
    // A message that appears between press and release would move the pressed control.
    if (relatedTarget instanceof HTMLButtonElement) return;
    if (pressed.current) afterPress(check);
    else check();
  }

  function onPointerDownCapture() {
    pressed.current = true;
    afterPress(() => {
      pressed.current = false;
    });
  }

  return {
    // Without scripts nothing is sent by GET: what was typed would become part of the URL.
    formProps: { ref, method: "post" as const, onSubmit, onBlur, onPointerDownCapture, noValidate: true },
    errors: problems.errors,
    formError: problems.formError,
    pending,
  };
}
