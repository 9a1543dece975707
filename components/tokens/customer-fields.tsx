"use client";

import { Field } from "@/components/ui/field";
import { Fieldset } from "@/components/ui/fieldset";
import type { FieldErrors } from "@/components/ui/form-errors";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { TokenDto } from "@/lib/tokens/dto";
import { metadataText } from "./customer-input";

export interface CustomerFieldsProps {
  errors: FieldErrors;
  /** The token that is edited. */
  token?: Pick<TokenDto, "subject" | "metadata">;
}

/** Whom a token is for: its subject and metadata. */
export function CustomerFields({ errors, token }: CustomerFieldsProps) {
  return (
    <Fieldset
      legend="For a customer"
      hint="Your API gets both when it checks the token. Leave them empty if the token is your own."
    >
      <div className="grid grid-cols-1 gap-6">
        <Field
          label="Subject"
          optional
          hint="Your id of the customer or system. Its tokens can be listed and deleted together."
          error={errors.subject}
        >
          <Input
            name="subject"
            mono
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={token?.subject ?? ""}
            placeholder="cus_8Fj2"
          />
        </Field>
        <Field
          label="Metadata"
          optional
          hint="A JSON object of up to 4 KiB. The token’s holder can read it."
          error={errors.metadata}
        >
          <Textarea
            name="metadata"
            rows={4}
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={token && metadataText(token.metadata)}
            placeholder={'{ "plan": "pro" }'}
            className="font-mono"
          />
        </Field>
      </div>
    </Fieldset>
  );
}
