import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import type { InvitationOffer } from "@/lib/invitations/dto";
import type { InvitationState } from "./invitation-state";
import { NewPasswordField } from "./new-password-field";

interface Props {
  state: InvitationState;
  offer: InvitationOffer;
  submit: (values: FormData) => void;
}

/** For a new user: a name and a new password. */
function NewAccount({ state }: { state: InvitationState }) {
  return (
    <>
      <Field label="Your name" error={state.fields.name}>
        <Input name="name" autoComplete="name" defaultValue={state.typed.name} maxLength={100} required />
      </Field>
      <NewPasswordField error={state.fields.password} />
    </>
  );
}

/** For an existing user: proof that the account is theirs. */
function KnownAccount({ state }: { state: InvitationState }) {
  return (
    <Field
      label="Password"
      error={state.fields.password}
      hint={
        "This address already has an account. Enter its password. " +
        "If you do not know it, or did not create the account, ask the person who runs Latchkey for a reset " +
        "link. Then open this invitation again."
      }
    >
      <Input name="password" type="password" autoComplete="current-password" required />
    </Field>
  );
}

/** The second step. The e-mail is the invitation's and cannot be changed. */
export function InvitationAccept({ state, offer, submit }: Props) {
  return (
    <form action={submit} noValidate className="grid gap-6">
      <FormError message={state.problem} />
      <input type="hidden" name="secret" value={state.secret} />
      <Field label="E-mail">
        <Input type="email" name="email" autoComplete="username" value={offer.email} readOnly />
      </Field>
      {offer.hasAccount ? <KnownAccount state={state} /> : <NewAccount state={state} />}
      <SubmitButton pendingLabel="Joining…">Join {offer.organizationName}</SubmitButton>
    </form>
  );
}
