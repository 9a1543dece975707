"use client";

import { useEffect, useRef } from "react";
import { afterLostAnswer } from "@/components/forms/form-state";
import { useAnsweredAction } from "@/components/forms/use-answered-action";
import { AuthLayout } from "@/components/frame/auth-layout";
import { Field } from "@/components/ui/field";
import { focusFirstError, focusFormError } from "@/components/ui/focus-first-error";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { LINK_NOT_READ, lostAnswer, MAYBE_RESET } from "@/components/ui/lost-answer";
import { SubmitButton } from "@/components/ui/submit-button";
import { LinkCode } from "./link-code";
import { NewPasswordField } from "./new-password-field";
import { NO_RESET, type PasswordResetAction, type PasswordResetState } from "./password-reset-state";
import { useLinkCode } from "./use-link-code";

const whenLost = (before: PasswordResetState, values: FormData, error: unknown): PasswordResetState =>
  afterLostAnswer(before, values, lostAnswer(error, before.email === null ? LINK_NOT_READ : MAYBE_RESET));

/** A reset link in two steps: its code is looked up, then a password is chosen. Works without scripts. */
export function PasswordReset({ action }: { action: PasswordResetAction }) {
  const [state, submit, pending] = useAnsweredAction(action, NO_RESET, whenLost);
  const content = useRef<HTMLDivElement>(null);
  useLinkCode(submit);

  useEffect(() => {
    if (state !== NO_RESET && content.current && !focusFirstError(content.current)) focusFormError(content.current);
  }, [state]);

  return (
    <AuthLayout
      title="Choose a new password"
      description={state.email === null ? undefined : "When you save it, all of your other sessions end."}
    >
      <div ref={content}>
        {state.email === null ? (
          <LinkCode
            state={state}
            submit={submit}
            pending={pending}
            label="Reset link"
            pendingLabel="Checking the link…"
          />
        ) : (
          <NewPassword state={state} email={state.email} submit={submit} />
        )}
      </div>
    </AuthLayout>
  );
}

interface NewPasswordProps {
  state: PasswordResetState;
  email: string;
  submit: (values: FormData) => void;
}

/** The second step. Password managers save the new password under the e-mail address. */
function NewPassword({ state, email, submit }: NewPasswordProps) {
  return (
    <form action={submit} noValidate className="grid gap-6">
      <FormError message={state.problem} />
      <input type="hidden" name="secret" value={state.secret} />
      <Field label="E-mail">
        <Input type="email" name="email" autoComplete="username" value={email} readOnly />
      </Field>
      <NewPasswordField label="New password" error={state.fields.password} />
      <SubmitButton pendingLabel="Saving…">Save password and sign in</SubmitButton>
    </form>
  );
}
