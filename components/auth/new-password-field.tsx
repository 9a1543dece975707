import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PASSWORD_MIN } from "@/lib/passwords/limits";

interface Props {
  label?: string;
  name?: string;
  error: string | undefined;
}

/** Where a password is chosen, with what it must be. Length counts; rules of composition there are none. */
export function NewPasswordField({ label = "Password", name = "password", error }: Props) {
  return (
    <Field
      label={label}
      error={error}
      hint={`At least ${PASSWORD_MIN} characters, and none of the commonest passwords.`}
    >
      <Input name={name} type="password" autoComplete="new-password" required />
    </Field>
  );
}
