import { Field } from "@/components/ui/field";
import type { FieldErrors } from "@/components/ui/form-errors";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { ALGORITHMS, MAX_API_DESCRIPTION_LENGTH, MAX_API_NAME_LENGTH } from "@/lib/apis/limits";
import { ALGORITHM_REASONS } from "./algorithms";

interface Props {
  errors: FieldErrors;
  /** The values at first, by field. */
  values: Readonly<Record<string, string | undefined>>;
}

/** Name and description of an API, in both forms. */
export function NameFields({ errors, values }: Props) {
  return (
    <>
      <Field label="Name" error={errors.name}>
        <Input name="name" defaultValue={values.name} autoComplete="off" maxLength={MAX_API_NAME_LENGTH} />
      </Field>
      <Field label="Description" optional error={errors.description}>
        <Textarea name="description" defaultValue={values.description} maxLength={MAX_API_DESCRIPTION_LENGTH} />
      </Field>
    </>
  );
}

/** How the API's tokens are signed and how long they live, in both forms. */
export function TokenFields({ errors, values }: Props) {
  return (
    <>
      <RadioGroup
        name="algorithm"
        legend="JWT algorithm"
        hint="Signs the JWTs that tokens are exchanged for. It does not matter if you check tokens online."
        options={ALGORITHMS.map((value) => ({ value, label: value, hint: ALGORITHM_REASONS[value] }))}
        defaultValue={values.algorithm ?? "EdDSA"}
        error={errors.algorithm}
      />
      <div className="grid items-start gap-6 sm:grid-cols-2">
        <LifetimeField
          name="lifetimeDays"
          label="Default lifetime, in days"
          hint="For a token whose creator chooses none."
          placeholder="No expiration"
          value={values.lifetimeDays}
          error={errors.lifetimeDays}
        />
        <LifetimeField
          name="maxLifetimeDays"
          label="Maximum lifetime, in days"
          hint="The longest that can be chosen."
          placeholder="No limit"
          value={values.maxLifetimeDays}
          error={errors.maxLifetimeDays}
        />
      </div>
    </>
  );
}

interface LifetimeProps {
  name: string;
  label: string;
  hint: string;
  placeholder: string;
  value: string | undefined;
  error: string | undefined;
}

function LifetimeField({ name, label, hint, placeholder, value, error }: LifetimeProps) {
  return (
    <Field label={label} optional hint={hint} error={error}>
      <Input name={name} inputMode="numeric" autoComplete="off" defaultValue={value} placeholder={placeholder} />
    </Field>
  );
}
