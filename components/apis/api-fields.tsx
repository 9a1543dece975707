import { CountedFields } from "@/components/tokens/counted-fields";
import type { CountedLimits } from "@/components/tokens/counted-input";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Fieldset } from "@/components/ui/fieldset";
import type { FieldErrors } from "@/components/ui/form-errors";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { ALGORITHMS, MAX_API_DESCRIPTION_LENGTH, MAX_API_NAME_LENGTH, type Algorithm } from "@/lib/apis/limits";

/** Why one would choose each algorithm. */
const ALGORITHM_REASONS: Record<Algorithm, string> = {
  EdDSA: "Ed25519: short signatures, the fastest to sign. Choose it if your verifiers know it; many do not yet.",
  ES256: "ECDSA on P-256: short signatures, known to almost every JWT library and API gateway.",
  RS256: "RSA: long signatures, known to every verifier. Choose it for old or very simple ones.",
};

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
export function TokenFields({ errors, values, limits = {} }: Props & { limits?: CountedLimits }) {
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
      <Checkbox
        name="exchangesLimited"
        label="Exchange tokens with limits too"
        hint="Their JWTs name the networks in the claim “networks”. Choose it if your API enforces limits itself."
        defaultChecked={values.exchangesLimited !== undefined}
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
      <Fieldset legend="Default limits" hint="For a token whose creator chooses none.">
        <div className="grid grid-cols-1 gap-6">
          <Field
            label="Networks"
            optional
            hint="Where it works, such as 192.0.2.0/24. One on each line."
            error={errors.networks}
          >
            <Textarea
              name="networks"
              autoCapitalize="none"
              spellCheck={false}
              defaultValue={values.networks}
              className="font-mono"
            />
          </Field>
          <CountedFields errors={errors} limits={limits} />
        </div>
      </Fieldset>
      <input type="hidden" name="defaultNotBefore" value={values.defaultNotBefore ?? ""} />
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
