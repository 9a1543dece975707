"use client";

import { textOf } from "@/components/forms/form-state";
import { submitted } from "@/components/forms/submitted";
import { Field } from "@/components/ui/field";
import type { FieldErrors } from "@/components/ui/form-errors";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { useForm } from "@/components/ui/use-form";
import type { Role } from "@/lib/access/authorization/permissions";
import type { InviteAction } from "./actions";
import { RoleChoice } from "./role-choice";

export interface InvitedMember {
  email: string;
  link: string;
}

interface Props {
  formId: string;
  organizationId: string;
  assignable: readonly Role[];
  invite: InviteAction;
  onInvited: (invited: InvitedMember) => void;
  onPending: (pending: boolean) => void;
}

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Whom to invite, and as what. */
export function InviteForm({ formId, organizationId, assignable, invite, onInvited, onPending }: Props) {
  const form = useForm({
    async submit(values) {
      const email = textOf(values, "email").trim();
      onPending(true);
      const result = await submitted(invite({ organizationId, email, role: values.get("role") as Role })).finally(() =>
        onPending(false),
      );
      return result.ok ? { ...result, email } : result;
    },
    validate: (values): FieldErrors =>
      ADDRESS.test(textOf(values, "email").trim()) ? {} : { email: "Enter an e-mail address such as ada@example.com." },
    onSuccess: ({ email, link }) => onInvited({ email, link }),
  });
  return (
    <form {...form.formProps} id={formId} className="grid gap-6">
      <FormError message={form.formError} />
      <Field
        label="E-mail"
        error={form.errors.email}
        hint="Latchkey sends no mail. You get a link to pass on yourself."
      >
        <Input name="email" type="email" autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Field>
      <RoleChoice defaultValue="member" assignable={assignable} error={form.errors.role} />
    </form>
  );
}
