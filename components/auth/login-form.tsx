"use client";

import { useActionState, useEffect, useRef } from "react";
import { Field } from "@/components/ui/field";
import { focusFirstError } from "@/components/ui/focus-first-error";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";

export interface LoginState {
  /** As typed. */
  email: string;
  fields: Readonly<Record<string, string>>;
  /** What is wrong with both together. */
  problem: string | undefined;
}

interface Props {
  action: (before: LoginState, values: FormData) => Promise<LoginState>;
  next: string;
}

const BEGINNING: LoginState = { email: "", fields: {}, problem: undefined };

/** E-mail and password. Works without scripts: the server then draws it again with what was wrong. */
export function LoginForm({ action, next }: Props) {
  const [state, submit] = useActionState(action, BEGINNING);
  const form = useRef<HTMLFormElement>(null);
  const password = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (state === BEGINNING || !form.current) return;
    if (!focusFirstError(form.current)) password.current?.focus();
  }, [state]);

  return (
    <form ref={form} action={submit} noValidate className="grid gap-6">
      <FormError message={state.problem} />
      <input type="hidden" name="next" value={next} />
      <Field label="E-mail" error={state.fields.email}>
        <Input name="email" type="email" autoComplete="username" autoCapitalize="none" spellCheck={false} defaultValue={state.email} required autoFocus={state === BEGINNING} />
      </Field>
      <Field label="Password" error={state.fields.password}>
        <Input ref={password} name="password" type="password" autoComplete="current-password" required />
      </Field>
      <SubmitButton pendingLabel="Signing in…">Sign in</SubmitButton>
    </form>
  );
}
