import { Field } from "@/components/ui/field";
import type { FieldErrors } from "@/components/ui/form-errors";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";

interface Props {
  errors: FieldErrors;
  name?: string;
  description?: string;
}

/** The fields of a space, in both forms. */
export function SpaceFields({ errors, name, description }: Props) {
  return (
    <>
      <Field label="Name" error={errors.name}>
        <Input name="name" defaultValue={name} autoComplete="off" maxLength={100} />
      </Field>
      <Field label="Description" optional error={errors.description}>
        <Textarea name="description" defaultValue={description} maxLength={1_000} />
      </Field>
    </>
  );
}
