"use client";

import { useRouter } from "next/navigation";
import { useActionState, useState, useTransition } from "react";
import { newFormId } from "@/components/forms/form-id";
import { type FormAction, INITIAL_STATE } from "@/components/forms/form-state";
import { submitted } from "@/components/forms/submitted";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { FormActions } from "@/components/ui/form-actions";
import type { FieldErrors } from "@/components/ui/form-errors";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { useForm } from "@/components/ui/use-form";
import { MAX_IDENTIFIER_LENGTH, MAX_TOKEN_PREFIX_LENGTH } from "@/lib/apis/limits";
import type { CreateApiAction } from "./actions";
import { NameFields, TokenFields } from "./api-fields";
import { atFields, newApi, newApiErrors } from "./api-input";
import { ScopeRows } from "./scope-rows";
import { SCOPE_LINES } from "./scope-input";

interface Props {
  organizationId: string;
  create: CreateApiAction;
  /** Where scripts do not run: the server renders the form again with its errors. */
  withoutScripts: FormAction;
  /** The deployment's own prefix. */
  tokenPrefix: string;
}

const NO_ANSWER =
  "The server did not answer, so the API may have been registered. Send it again: no second one is registered.";

function useRegisterApi({ organizationId, create }: Pick<Props, "organizationId" | "create">) {
  const router = useRouter();
  const [formId] = useState(newFormId);
  const [leaving, startLeaving] = useTransition();
  const form = useForm({
    async submit(values) {
      const result = await submitted(create({ organizationId, formId, ...newApi(values) }));
      return result.ok || !result.fields ? result : { ...result, fields: atFields(result.fields) };
    },
    validate: newApiErrors,
    noAnswer: NO_ANSWER,
    onSuccess({ api }) {
      toast.success(`Registered “${api.name}”`);
      startLeaving(() => router.push(`/admin/apis/${api.id}`));
    },
  });
  return { ...form, pending: form.pending || leaving };
}

/** "Register API". */
export function RegisterApiForm({ withoutScripts, tokenPrefix, ...props }: Props) {
  const [state, action] = useActionState(withoutScripts, INITIAL_STATE);
  const form = useRegisterApi(props);
  const { method: _method, ...formProps } = form.formProps; // React sets it for an action
  const errors: FieldErrors = { ...state.fields, ...form.errors };
  return (
    <form {...formProps} action={action} className="grid max-w-2xl grid-cols-1 gap-6">
      <FormError message={form.formError ?? state.problem} />
      <Field
        label="Identifier"
        hint="The API’s address. It becomes the audience (aud) of its tokens, and it cannot be changed."
        error={errors.identifier}
      >
        <Input
          name="identifier"
          mono
          autoFocus
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={state.typed.identifier}
          maxLength={MAX_IDENTIFIER_LENGTH}
          placeholder="https://api.example.com"
        />
      </Field>
      <NameFields errors={errors} values={state.typed} />
      <ScopeRows legend="Scopes" errors={errors} lines={state.typed[SCOPE_LINES]} />
      <TokenFields errors={errors} values={state.typed} />
      <Field
        label="Token prefix"
        optional
        hint="How its tokens begin, so that people and secret scanners recognize them. It cannot be changed."
        error={errors.tokenPrefix}
      >
        <Input
          name="tokenPrefix"
          mono
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={state.typed.tokenPrefix}
          maxLength={MAX_TOKEN_PREFIX_LENGTH}
          placeholder={tokenPrefix}
          className="sm:max-w-60"
        />
      </Field>
      <FormActions worksWithoutScripts>
        <ButtonLink href="/admin/apis">Cancel</ButtonLink>
        <Button type="submit" variant="primary" pending={form.pending} pendingLabel="Registering…">
          Register
        </Button>
      </FormActions>
    </form>
  );
}
