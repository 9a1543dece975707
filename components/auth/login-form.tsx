"use client";

import type { FormAction } from "@/components/forms/form-state";
import { useActionForm } from "@/components/forms/use-action-form";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { MAYBE_SIGNED_IN } from "@/components/ui/lost-answer";
import { SubmitButton } from "@/components/ui/submit-button";

/** E-mail and password. Works without scripts: the server then renders the form again with its errors. */
export function LoginForm({ action, next }: { action: FormAction; next: string }) {
  const { state, formProps } = useActionForm(action, MAYBE_SIGNED_IN);
  return (
    <form {...formProps} className="grid gap-6">
      <FormError message={state.problem} />
      <input type="hidden" name="next" value={next} />
      <Field label="E-mail" error={state.fields.email}>
        <Input
          name="email"
          autoFocus
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={state.typed.email}
          required
        />
      </Field>
      <Field label="Password" error={state.fields.password}>
        <Input name="password" type="password" autoComplete="current-password" required data-retry />
      </Field>
      <SubmitButton pendingLabel="Signing in…">Sign in</SubmitButton>
    </form>
  );
}
