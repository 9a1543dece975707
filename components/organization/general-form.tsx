"use client";

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
import type { OrganizationSettings } from "@/lib/organizations/settings";
import type { UpdateOrganizationAction } from "./actions";

interface Props {
  settings: Pick<OrganizationSettings, "id" | "name" | "code" | "version">;
  update: UpdateOrganizationAction;
}

function check(values: FormData): FieldErrors {
  return {
    ...(!textOf(values, "name").trim() && { name: "Enter a name." }),
    ...(!/^[A-Za-z0-9]{2,10}$/.test(textOf(values, "code").trim()) && {
      code: "Use 2 to 10 letters and digits, such as ASO.",
    }),
  };
}

/** The organization's name and code. */
export function GeneralForm({ settings, update }: Props) {
  const { id, version } = settings;
  const form = useForm({
    submit: (values) =>
      submitted(update({ organizationId: id, version, name: textOf(values, "name"), code: textOf(values, "code") })),
    validate: check,
    onSuccess: () => toast.success("Saved the organization"),
  });
  return (
    <form {...form.formProps} className="grid gap-6">
      <FormError message={form.formError} />
      <Field label="Name" error={form.errors.name}>
        <Input name="name" defaultValue={settings.name} autoComplete="organization" maxLength={100} />
      </Field>
      <Field label="Short code" error={form.errors.code} hint="2 to 10 letters and digits. Shown next to the name.">
        <Input name="code" mono defaultValue={settings.code} autoComplete="off" maxLength={10} className="max-w-40" />
      </Field>
      <Field label="Id" hint="Used in the API. It cannot be changed.">
        <Input mono value={id} readOnly />
      </Field>
      <FormActions>
        <Button type="submit" variant="primary" pending={form.pending} pendingLabel="Saving…">
          Save
        </Button>
      </FormActions>
    </form>
  );
}
