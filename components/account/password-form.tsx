"use client";

import { useState } from "react";
import { NewPasswordField } from "@/components/auth/new-password-field";
import { textOf } from "@/components/forms/form-state";
import { submitted } from "@/components/forms/submitted";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormActions } from "@/components/ui/form-actions";
import type { FieldErrors } from "@/components/ui/form-errors";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { useForm } from "@/components/ui/use-form";
import { MIN_PASSWORD_LENGTH, MAX_PASSWORD_INPUT_LENGTH } from "@/lib/passwords/limits";
import { normalizeText } from "@/lib/platform/validation/normalize";
import type { ChangePasswordAction } from "./actions";

interface Props {
  organizationId: string;
  email: string;
  change: ChangePasswordAction;
}

const TEXTS = { wrong_password: "This is not your current password." };

function check(values: FormData): FieldErrors {
  return {
    ...(!textOf(values, "current") && { current: "Enter your current password." }),
    ...([...normalizeText(textOf(values, "next").slice(0, MAX_PASSWORD_INPUT_LENGTH), "NFKC")].length <
      MIN_PASSWORD_LENGTH && {
      next: `Use at least ${MIN_PASSWORD_LENGTH} characters. A few words in a row are easy to remember.`,
    }),
  };
}

function changed(endedSessions: number): string {
  if (endedSessions === 0) return "Changed your password";
  return (
    `Changed your password, and signed you out in ${endedSessions} ` +
    `other ${endedSessions === 1 ? "place" : "places"}`
  );
}

/** Changing the password ends every other session. The fields are emptied afterwards. */
export function PasswordForm({ organizationId, email, change }: Props) {
  const [round, setRound] = useState(0);
  const form = useForm({
    submit: (values) =>
      submitted(change({ organizationId, current: textOf(values, "current"), next: textOf(values, "next") }), TEXTS),
    validate: check,
    onSuccess({ endedSessions }) {
      setRound((count) => count + 1);
      toast.success(changed(endedSessions));
    },
  });
  return (
    <form {...form.formProps} className="grid gap-6">
      <FormError message={form.formError} />
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <Field key={`current-${round}`} label="Current password" error={form.errors.current}>
        <Input name="current" type="password" autoComplete="current-password" />
      </Field>
      <NewPasswordField key={`next-${round}`} label="New password" name="next" error={form.errors.next} />
      <FormActions>
        <Button type="submit" variant="primary" pending={form.pending} pendingLabel="Changing…">
          Change password
        </Button>
      </FormActions>
    </form>
  );
}
