"use client";

import { useState } from "react";
import { textOf } from "@/components/forms/form-state";
import { type Refusal, submitted } from "@/components/forms/submitted";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import type { FieldErrors } from "@/components/ui/form-errors";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { useForm } from "@/components/ui/use-form";
import { ROLE_LABELS } from "@/lib/access/authorization/labels";
import type { Role } from "@/lib/access/authorization/permissions";
import type { InvitationDto } from "@/lib/invitations/dto";
import type { FindInvitationAction, InviteAction } from "./actions";
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
  findInvitation: FindInvitationAction;
  onInvited: (invited: InvitedMember) => void;
  onPending: (pending: boolean) => void;
}

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Whom to invite, and as what. */
export function InviteForm({
  formId,
  organizationId,
  assignable,
  invite,
  findInvitation,
  onInvited,
  onPending,
}: Props) {
  const [former, setFormer] = useState<InvitationDto | null>(null);

  async function send(values: FormData): Promise<{ ok: true; invited: InvitedMember | null } | Refusal> {
    const email = textOf(values, "email").trim();
    const isConfirmed = former?.email === email.toLowerCase();
    if (!isConfirmed) {
      const open = await submitted(findInvitation({ organizationId, email }));
      if (!open.ok) return open;
      setFormer(open.invitation);
      if (open.invitation) return { ok: true, invited: null };
    }
    const result = await submitted(invite({ organizationId, email, role: values.get("role") as Role }));
    return result.ok ? { ok: true, invited: { email, link: result.link } } : result;
  }

  const form = useForm({
    submit(values) {
      onPending(true);
      return send(values).finally(() => onPending(false));
    },
    validate: (values): FieldErrors =>
      ADDRESS.test(textOf(values, "email").trim()) ? {} : { email: "Enter an e-mail address such as ada@example.com." },
    onSuccess: ({ invited }) => invited && onInvited(invited),
  });
  return (
    <form {...form.formProps} id={formId} className="grid gap-6">
      <FormError message={form.formError} />
      {former && (
        <div role="alert">
          <Callout tone="caution" title={`${former.email} is already invited as ${ROLE_LABELS[former.role].name}`}>
            A new link ends the link of that invitation, and the role chosen here replaces its role. Create the
            invitation link again to go on.
          </Callout>
        </div>
      )}
      <Field label="E-mail" error={form.errors.email} hint="Latchkey sends no e-mail. You get a link to send yourself.">
        <Input name="email" type="email" autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Field>
      <RoleChoice defaultValue="member" assignable={assignable} error={form.errors.role} />
    </form>
  );
}
