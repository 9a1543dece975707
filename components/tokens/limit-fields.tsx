"use client";

import type { ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { Fieldset } from "@/components/ui/fieldset";
import type { FieldErrors } from "@/components/ui/form-errors";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { TokenDto } from "@/lib/tokens/dto";
import { localMinutes } from "./limits-input";

export interface LimitFieldsProps {
  errors: FieldErrors;
  /** The limits that are changed. */
  limits?: TokenDto["limits"];
  hint: string;
  /** Further fields. The form of a new token has none: it is as large as a page may be. */
  children?: ReactNode;
}

/** From where and from when a token works. */
export function LimitFields({ errors, limits = {}, hint, children }: LimitFieldsProps) {
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
        {children}
      </div>
    </Fieldset>
  );
}
