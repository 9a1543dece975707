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
import { limitOf, limitProblem } from "./limit";

interface Props {
  settings: Pick<OrganizationSettings, "id" | "version" | "tokenMaxLifetimeDays" | "tokenRequestsPerMinute">;
  update: UpdateOrganizationAction;
  /** Shows the policy without a way to change it. */
  readOnly: boolean;
}

const MAX = { tokenMaxLifetimeDays: 3_650, tokenRequestsPerMinute: 1_000_000 } as const;

function check(values: FormData): FieldErrors {
  const problems = Object.entries(MAX).map(
    ([name, largest]) => [name, limitProblem(textOf(values, name), largest)] as const,
  );
  return Object.fromEntries(problems.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** The policy for all tokens of the organization. */
export function PolicyForm({ settings, update, readOnly }: Props) {
  const { id, version } = settings;
  const form = useForm({
    submit: (values) =>
      submitted(
        update({
          organizationId: id,
          version,
          tokenMaxLifetimeDays: limitOf(textOf(values, "tokenMaxLifetimeDays")),
          tokenRequestsPerMinute: limitOf(textOf(values, "tokenRequestsPerMinute")),
        }),
      ),
    validate: check,
    onSuccess: () => toast.success("Saved the token policy"),
  });
  return (
    <form {...form.formProps} className="grid gap-6">
      <FormError message={form.formError} />
      {readOnly && <p>Only Super Admins change the token policy.</p>}
      <Field
        label="Longest life of a token, in days"
        optional
        error={form.errors.tokenMaxLifetimeDays}
        hint="Counted from a token’s creation. Older tokens stop working as soon as you save. Leave it empty to allow tokens without expiration."
      >
        <Input
          name="tokenMaxLifetimeDays"
          inputMode="numeric"
          autoComplete="off"
          defaultValue={settings.tokenMaxLifetimeDays ?? ""}
          placeholder="No limit"
          disabled={readOnly}
          className="max-w-40"
        />
      </Field>
      <Field
        label="Requests per minute and token"
        optional
        error={form.errors.tokenRequestsPerMinute}
        hint="A token shares it with its child tokens. One that asks more often is told when to try again. Leave it empty for no limit."
      >
        <Input
          name="tokenRequestsPerMinute"
          inputMode="numeric"
          autoComplete="off"
          defaultValue={settings.tokenRequestsPerMinute ?? ""}
          placeholder="No limit"
          disabled={readOnly}
          className="max-w-40"
        />
      </Field>
      {!readOnly && (
        <FormActions>
          <Button type="submit" variant="primary" pending={form.pending} pendingLabel="Saving…">
            Save
          </Button>
        </FormActions>
      )}
    </form>
  );
}
