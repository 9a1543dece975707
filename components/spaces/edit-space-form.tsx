"use client";

import { submitted } from "@/components/forms/submitted";
import { Button } from "@/components/ui/button";
import { FormActions } from "@/components/ui/form-actions";
import { FormError } from "@/components/ui/form-error";
import { toast } from "@/components/ui/toast";
import { useForm } from "@/components/ui/use-form";
import type { UpdateSpaceAction } from "./actions";
import { SpaceFields } from "./space-fields";
import { spaceErrors, spaceInput } from "./space-input";

interface Props {
  organizationId: string;
  space: { id: string; name: string; description: string; version: number };
  update: UpdateSpaceAction;
  onSaved?: () => void;
  onCancel?: () => void;
}

export function EditSpaceForm({ organizationId, space, update, onSaved, onCancel }: Props) {
  const form = useForm({
    submit: (values) =>
      submitted(update({ organizationId, spaceId: space.id, version: space.version, ...spaceInput(values) })),
    validate: spaceErrors,
    onSuccess() {
      toast.success("Saved the space");
      onSaved?.();
    },
  });
  return (
    <form {...form.formProps} className="grid gap-6">
      <FormError message={form.formError} />
      <SpaceFields errors={form.errors} name={space.name} description={space.description} />
      <FormActions>
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
        <Button type="submit" variant="primary" pending={form.pending} pendingLabel="Saving…">
          Save
        </Button>
      </FormActions>
    </form>
  );
}
