"use client";

import { useId } from "react";
import { submitted } from "@/components/forms/submitted";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { toast } from "@/components/ui/toast";
import { useForm } from "@/components/ui/use-form";
import { ROLE_LABELS } from "@/lib/access/authorization/labels";
import type { Role } from "@/lib/access/authorization/permissions";
import type { MemberDto } from "@/lib/members/dto";
import type { MemberActions } from "./actions";
import { RoleChoice } from "./role-choice";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  organizationId: string;
  member: MemberDto;
  assignable: readonly Role[];
  changeRole: MemberActions["changeRole"];
}

export function RoleDialog({ open, onOpenChange, organizationId, member, assignable, changeRole }: Props) {
  const formId = useId();
  const { userId, version, name } = member;
  const form = useForm({
    submit: (values) => submitted(changeRole({ organizationId, userId, version, role: values.get("role") as Role })),
    onSuccess() {
      onOpenChange(false);
      toast.success(`Changed the role of ${name}`);
    },
  });
  const footer = (
    <>
      <Button onClick={() => onOpenChange(false)}>Cancel</Button>
      <Button type="submit" form={formId} variant="primary" pending={form.pending}>
        Change role
      </Button>
    </>
  );
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Change the role of ${name}`}
      description={`Now ${ROLE_LABELS[member.role].name}. The new role takes effect at once.`}
      footer={footer}
    >
      <form {...form.formProps} id={formId} className="grid gap-4">
        <FormError message={form.formError} />
        <RoleChoice defaultValue={member.role} assignable={assignable} error={form.errors.role} />
      </form>
    </Dialog>
  );
}
