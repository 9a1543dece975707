"use client";

import { textOf } from "@/components/forms/form-state";
import { submitted } from "@/components/forms/submitted";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { useForm } from "@/components/ui/use-form";
import type { CreateSpaceAction } from "./actions";
import { SpaceFields } from "./space-fields";
import { spaceErrors, spaceInput } from "./space-input";

interface Props {
  formId: string;
  organizationId: string;
  create: CreateSpaceAction;
  onCreated: (space: { id: string; name: string }) => void;
  onPending: (pending: boolean) => void;
}

export function CreateSpaceForm({ formId, organizationId, create, onCreated, onPending }: Props) {
  const form = useForm({
    async submit(values) {
      const input = spaceInput(values);
      onPending(true);
      const result = await submitted(
        create({ organizationId, ...input, id: textOf(values, "id") || undefined }),
      ).finally(() => onPending(false));
      return result.ok ? { ...result, name: input.name } : result;
    },
    validate: spaceErrors,
    onSuccess: ({ spaceId, name }) => onCreated({ id: spaceId, name }),
  });
  return (
    <form {...form.formProps} id={formId} className="grid gap-6">
      <FormError message={form.formError} />
      <SpaceFields errors={form.errors} />
      <Field
        label="Id"
        optional
        error={form.errors.id}
        hint="Used in the API. It cannot be changed. Leave empty to generate one."
      >
        <Input
          name="id"
          mono
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="mars-rover"
          maxLength={50}
        />
      </Field>
    </form>
  );
}
