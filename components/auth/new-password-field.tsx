import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { MIN_PASSWORD_LENGTH } from "@/lib/passwords/limits";

interface Props {
  label?: string;
  name?: string;
  error: string | undefined;
}

/** The field for a new password, with its requirements. Only length counts; there are no composition rules. */
export function NewPasswordField({ label = "Password", name = "password", error }: Props) {
  return (
    <Field
      label={label}
      error={error}
      hint={`At least ${MIN_PASSWORD_LENGTH} characters. Common passwords are refused.`}
    >
      <Input name={name} type="password" autoComplete="new-password" required />
    </Field>
  );
}
