"use client";

import type { FormAction } from "@/components/forms/form-state";
import { useActionForm } from "@/components/forms/use-action-form";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { MAYBE_SET_UP } from "@/components/ui/lost-answer";
import { SubmitButton } from "@/components/ui/submit-button";
import { NewPasswordField } from "./new-password-field";

/** The first organization and its Super Admin. Works without scripts. */
export function SetupForm({ action }: { action: FormAction }) {
  const { state, formProps } = useActionForm(action, MAYBE_SET_UP);
  const { typed, fields } = state;
  return (
    <form {...formProps} className="grid gap-6">
      <FormError message={state.problem} />
      <Field
        label="Set-up code"
        error={fields.code}
        hint={
          "It was printed in the terminal when Latchkey started. " +
          "On a hosted deployment it is the variable SETUP_CODE."
        }
      >
        <Input
          name="code"
          mono
          autoFocus
          defaultValue={typed.code}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          data-retry
        />
      </Field>
      <div className="grid gap-6 sm:grid-cols-[minmax(0,1fr)_8rem] sm:gap-4">
        <Field label="Organization" error={fields.organizationName}>
          <Input
            name="organizationName"
            autoComplete="organization"
            defaultValue={typed.organizationName}
            maxLength={100}
            required
          />
        </Field>
        <Field label="Short code" optional error={fields.organizationCode}>
          <Input
            name="organizationCode"
            mono
            autoComplete="off"
            placeholder="ASO"
            defaultValue={typed.organizationCode}
            maxLength={10}
          />
        </Field>
      </div>
      <Field label="Your name" error={fields.name}>
        <Input name="name" autoComplete="name" defaultValue={typed.name} maxLength={100} required />
      </Field>
      <Field label="E-mail" error={fields.email}>
        <Input
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={typed.email}
          required
        />
      </Field>
      <NewPasswordField error={fields.password} />
      <SubmitButton pendingLabel="Setting up…">Set up Latchkey</SubmitButton>
    </form>
  );
}
