import type { FormState } from "@/components/forms/form-state";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";

interface Props {
  state: FormState;
  submit: (values: FormData) => void;
  pending: boolean;
  /** What the link is: "Invitation link". */
  label: string;
  pendingLabel: string;
}

/** Where a link is pasted when no script read its code from the address. */
export function LinkCode({ state, submit, pending, label, pendingLabel }: Props) {
  return (
    <form action={submit} noValidate className="grid gap-6">
      <FormError message={state.problem} />
      <Field label={label} error={state.fields.secret} hint="Paste the whole link, or the part after its #.">
        <Input
          name="secret"
          mono
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={state.typed.secret}
          required
        />
      </Field>
      <SubmitButton pending={pending} pendingLabel={pendingLabel}>
        Continue
      </SubmitButton>
    </form>
  );
}
