"use client";

import { Field } from "@/components/ui/field";
import { Fieldset } from "@/components/ui/fieldset";
import type { FieldErrors } from "@/components/ui/form-errors";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { TokenDto } from "@/lib/tokens/dto";
import { CountedFields } from "./counted-fields";
import { localMinutes } from "./limits-input";

export interface LimitFieldsProps {
  errors: FieldErrors;
  /** The limits that are changed. */
  limits?: TokenDto["limits"];
  hint: string;
}

/** From where, from when and how often a token works. */
export function LimitFields({ errors, limits = {}, hint }: LimitFieldsProps) {
  return (
    <Fieldset legend="Limits" hint={hint}>
      <div className="grid grid-cols-1 gap-6">
        <Field
          label="Networks"
          optional
          hint="Where it works, such as 192.0.2.0/24 or 2001:db8::/32, one on each line."
          error={errors.networks}
        >
          <Textarea
            name="networks"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={limits.networks?.join("\n")}
            className="font-mono"
          />
        </Field>
        <Field label="Not before" optional hint="It begins to work then, in your time zone." error={errors.notBefore}>
          <Input type="datetime-local" name="notBefore" defaultValue={localMinutes(limits.notBefore)} />
        </Field>
        <CountedFields errors={errors} limits={limits} />
      </div>
    </Fieldset>
  );
}
