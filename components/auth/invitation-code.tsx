import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import type { InvitationState } from "./invitation-state";

interface Props {
  state: InvitationState;
  submit: (values: FormData) => void;
  pending: boolean;
}

/** The field for the code, for browsers without scripts. */
export function InvitationCode({ state, submit, pending }: Props) {
  return (
    <form action={submit} noValidate className="grid gap-6">
      <FormError message={state.problem} />
      <Field
        label="Invitation link"
        error={state.fields.secret}
        hint="Paste the whole link that you were given, or what stands behind its #."
      >
        <Input name="secret" mono autoComplete="off" autoCapitalize="none" spellCheck={false} required />
      </Field>
      <SubmitButton pending={pending} pendingLabel="Looking the invitation up…">
        Continue
      </SubmitButton>
    </form>
  );
}
