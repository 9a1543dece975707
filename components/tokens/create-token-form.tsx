"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { useNow } from "@/components/ui/clock";
import { Field } from "@/components/ui/field";
import { FormActions } from "@/components/ui/form-actions";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { useForm } from "@/components/ui/use-form";
import type { Permission } from "@/lib/access/authorization/permissions";
import type { TokenDto } from "@/lib/tokens/dto";
import { ExpirationField } from "./expiration-field";
import { chosenExpiration, type LifetimeBounds } from "./lifetime";
import { noneChosen, PermissionBoxes } from "./permission-boxes";
import { refusalOf } from "./refusal";
import { SecretDialog } from "./secret-dialog";
import type { TokenPageContext } from "./token-page-context";
import { fieldProblems, textOf } from "./token-problems";

interface Issued {
  token: TokenDto;
  secret: string;
}

const ALL_SPACES = { value: "", label: "All spaces" };

/** The space that the form is about: the place's own, or the chosen one. Null: all spaces. */
function fixedSpace({ options, routes }: TokenPageContext): string | null | undefined {
  return routes.scope === undefined ? undefined : (options.space?.id ?? null);
}

function useCreateToken(context: TokenPageContext, permissions: readonly Permission[], bounds: LifetimeBounds) {
  const [issued, setIssued] = useState<Issued | null>(null);
  const fixed = fixedSpace(context);

  async function submit(values: FormData) {
    const result = await context.actions.issue({
      organizationId: context.options.organization.id,
      name: textOf(values, "name"),
      description: textOf(values, "description"),
      spaceId: fixed === undefined ? textOf(values, "spaceId") || null : fixed,
      permissions: [...permissions],
      expiration: chosenExpiration(textOf(values, "expiration"), textOf(values, "date"), bounds),
    });
    return result.ok ? result : refusalOf(result);
  }

  function validate(values: FormData) {
    return { ...fieldProblems(values, bounds), ...noneChosen(permissions) };
  }

  const form = useForm({ submit, validate, onSuccess: ({ token, secret }) => setIssued({ token, secret }) });
  return { form, issued, fixed };
}

/** "Create API Token": only the name must be typed. */
export function CreateTokenForm({ context }: { context: TokenPageContext }) {
  const { routes, options, origin } = context;
  const router = useRouter();
  const [leaving, startLeaving] = useTransition();
  const { now } = useNow();
  const bounds: LifetimeBounds = { now, createdAt: now, maxLifetimeDays: options.maxLifetimeDays };
  const [permissions, setPermissions] = useState<Permission[]>(["viewer"]);
  const [spaceId, setSpaceId] = useState("");
  const { form, issued, fixed } = useCreateToken(context, permissions, bounds);
  const { errors } = form;
  const forSpace = fixed === undefined ? spaceId !== "" : fixed !== null;
  return (
    <>
      <form {...form.formProps} className="grid max-w-2xl grid-cols-1 gap-6">
        <FormError message={form.formError} />
        <Field label="Name" hint="What the token is for, such as “CI scanner”. Unique here." error={errors.name}>
          <Input name="name" autoComplete="off" autoFocus />
        </Field>
        <Field label="Description" optional error={errors.description}>
          <Textarea name="description" />
        </Field>
        {fixed === undefined && (
          <Field label="Scope" hint="What the token reaches. It cannot be changed later." error={errors.spaceId}>
            <Select
              name="spaceId"
              value={spaceId}
              onChange={(event) => setSpaceId(event.target.value)}
              options={[ALL_SPACES, ...options.spaces.map(({ id, name }) => ({ value: id, label: name }))]}
            />
          </Field>
        )}
        <PermissionBoxes
          forSpace={forSpace}
          grantable={options.grantable}
          chosen={permissions}
          onChange={setPermissions}
          error={errors.permissions}
        />
        <ExpirationField bounds={bounds} error={errors.expiration} />
        <FormActions>
          <ButtonLink href={routes.base}>Cancel</ButtonLink>
          <Button type="submit" variant="primary" pending={form.pending} pendingLabel="Creating the API token…">
            {routes.submitLabel}
          </Button>
        </FormActions>
      </form>
      {issued && (
        <SecretDialog
          open
          title={`“${issued.token.name}” is created`}
          secret={issued.secret}
          origin={origin}
          permissions={issued.token.permissions}
          saving={leaving}
          onSaved={() => startLeaving(() => router.replace(routes.base))}
        />
      )}
    </>
  );
}
