"use client";

import { textOf } from "@/components/forms/form-state";
import { submitted } from "@/components/forms/submitted";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormActions } from "@/components/ui/form-actions";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { useForm } from "@/components/ui/use-form";
import type { AccountDto } from "@/lib/account/dto";
import type { ChangeNameAction } from "./actions";

interface Props {
  organizationId: string;
  account: AccountDto;
  change: ChangeNameAction;
}

export function NameForm({ organizationId, account, change }: Props) {
  const form = useForm({
    submit: (values) => submitted(change({ organizationId, name: textOf(values, "name") })),
    validate: (values): Record<string, string> => (textOf(values, "name").trim() ? {} : { name: "Enter your name." }),
    onSuccess: () => toast.success("Saved your name"),
  });
  return (
    <form {...form.formProps} className="grid gap-6">
      <FormError message={form.formError} />
      <Field label="Name" error={form.errors.name}>
        <Input name="name" autoComplete="name" defaultValue={account.name} maxLength={100} />
      </Field>
      <Field label="E-mail" hint="You sign in with this address. It cannot be changed.">
        <Input type="email" value={account.email} readOnly />
      </Field>
      <FormActions>
        <Button type="submit" variant="primary" pending={form.pending} pendingLabel="Saving…">
          Save name
        </Button>
      </FormActions>
    </form>
  );
}
