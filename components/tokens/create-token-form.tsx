"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { CONTENT_ID } from "@/components/frame/skip-link";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { useNow } from "@/components/ui/clock";
import { Field } from "@/components/ui/field";
import type { FieldErrors } from "@/components/ui/form-errors";
import { focusWhenShown } from "@/components/ui/focus-when-shown";
import { FormActions } from "@/components/ui/form-actions";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { newFormId } from "@/components/forms/form-id";
import { textOf } from "@/components/forms/form-state";
import { refusalOf } from "@/components/forms/submitted";
import { useForm } from "@/components/ui/use-form";
import type { Permission } from "@/lib/access/authorization/permissions";
import type { TokenDto } from "@/lib/tokens/dto";
import { ExpirationField } from "./expiration-field";
import { CustomerFields } from "./customer-fields";
import { customerErrors, customerOf } from "./customer-input";
import { IssueSection, VerifySection } from "./lazy-sections";
import { chosenExpiration, type LifetimeBounds } from "./lifetime";
import { noneChosen, PermissionBoxes } from "./permission-boxes";
import { type ChosenIssues, issueErrors, issuesOf, type WantedIssues } from "./issue-choice";
import { LimitFields } from "./limit-fields";
import { atLimitFields, chosenLimits, limitErrors } from "./limits-input";
import { LostSecret } from "./lost-secret";
import { TOKEN_TEXTS } from "./failure-texts";
import { ScopeBoxes } from "./scope-boxes";
import { type ChosenScopes, defaultPermissions, grantsOf, maxLifetimeOf } from "./scope-choice";
import { SecretDialog } from "./secret-dialog";
import type { TokenPageContext } from "./token-page-context";
import { fieldProblems } from "./token-problems";
import { useOfferedApis } from "./use-offered-apis";
import type { ChosenBinding } from "./verify-boxes";

interface Issued {
  token: TokenDto;
  secret: string;
  note?: string;
}

const ALL_SPACES = { value: "", label: "All spaces" };

/** The space that the form is about: the place's own, or the chosen one. Null: all spaces. */
function fixedSpace({ options, routes }: TokenPageContext): string | null | undefined {
  return routes.spaceAccess === undefined ? undefined : (options.space?.id ?? null);
}

const NO_ANSWER =
  "The server did not answer, so the API token may have been created. Send it again: no second one is created.";

interface Held {
  permissions: readonly Permission[];
  grants: { api: string; scopes: string[] }[];
  /** For an Issuer. */
  issues: WantedIssues | undefined;
  /** For a Verifier. */
  verifies: string[] | undefined;
  /** What is wrong with the choice. */
  errors: FieldErrors;
}

function useCreateToken(context: TokenPageContext, held: Held, bounds: LifetimeBounds) {
  const [issued, setIssued] = useState<Issued | null>(null);
  const [lost, setLost] = useState<TokenDto | null>(null);
  const [formId] = useState(newFormId);
  const fixed = fixedSpace(context);

  async function submit(values: FormData) {
    const organizationId = context.options.organization.id;
    const customer = customerOf(values);
    const result = await context.actions.issue({
      organizationId,
      formId,
      name: textOf(values, "name"),
      description: textOf(values, "description"),
      spaceId: fixed === undefined ? textOf(values, "spaceId") || null : fixed,
      permissions: [...held.permissions],
      grants: held.grants,
      issues: held.issues,
      verifies: held.verifies,
      subject: customer?.subject ?? undefined,
      metadata: customer?.metadata,
      limits: chosenLimits(values),
      expiration: chosenExpiration(textOf(values, "expiration"), textOf(values, "date"), bounds),
    });
    if (result.ok) return result;
    const tokenId = result.reason === "secret_already_shown" ? result.detail?.tokenId : undefined;
    if (typeof tokenId !== "string") return refusalOf(atLimitFields(result), TOKEN_TEXTS);
    const found = await context.actions.inspect({ organizationId, tokenId });
    if (!found.ok) return refusalOf(found, TOKEN_TEXTS);
    setLost(found.token);
    return refusalOf(result, TOKEN_TEXTS);
  }

  function validate(values: FormData) {
    return {
      ...fieldProblems(values, bounds),
      ...held.errors,
      ...customerErrors(values),
      ...limitErrors(values),
    };
  }

  const form = useForm({
    submit,
    validate,
    noAnswer: NO_ANSWER,
    onSuccess: ({ token, secret }) => setIssued({ token, secret }),
    onFailure: ({ reason }) => reason === "secret_already_shown",
  });
  return { form, issued, setIssued, lost, fixed };
}

/** Focuses the row of the created token, once the list has replaced the form. Returns what to call before leaving. */
function useFocusOnRow(base: string): (tokenId: string) => void {
  const created = useRef<string | null>(null);
  useEffect(
    () => () => {
      const tokenId = created.current;
      if (tokenId === null) return;
      // After the dialog has given the focus back.
      window.setTimeout(() => focusWhenShown(`a[data-row-link][href="${base}/${tokenId}"]`, CONTENT_ID), 0);
    },
    [base],
  );
  return (tokenId) => {
    created.current = tokenId;
  };
}

const WITH_APIS = "What the token may do in Latchkey itself. A token that is only for APIs of your own needs none.";

const LIMITS_WITH_APIS =
  "Leave them empty, and it has the default limits of its APIs. Without those it works from everywhere, at once.";

/** "Create API Token": only the name must be typed. */
export function CreateTokenForm({ context }: { context: TokenPageContext }) {
  const { routes, options, hasApis, origin } = context;
  const router = useRouter();
  const [leaving, startLeaving] = useTransition();
  const { now } = useNow();
  const [picked, setPicked] = useState<readonly Permission[] | null>(null);
  const [chosen, setChosen] = useState<ChosenScopes>({});
  const [spaceId, setSpaceId] = useState("");
  const [issuing, setIssuing] = useState<ChosenIssues>({});
  const [verifying, setVerifying] = useState<ChosenBinding>(null);
  const offered = useOfferedApis(context);
  const apis = offered.known;
  const isIssuer = picked?.includes("issuer") ?? false;
  const grants = isIssuer ? [] : grantsOf(apis, chosen);
  const permissions = picked ?? defaultPermissions(grants);
  const isVerifier = permissions.includes("verifier");
  const held: Held = {
    permissions,
    grants,
    issues: isIssuer ? issuesOf(apis, issuing) : undefined,
    verifies: isVerifier && verifying ? [...verifying] : undefined,
    errors: isIssuer ? issueErrors(apis, issuing) : grants.length > 0 ? {} : noneChosen(permissions),
  };
  const maxLifetimeDays = maxLifetimeOf(options.maxLifetimeDays, apis, grants);
  const bounds: LifetimeBounds = { now, createdAt: now, maxLifetimeDays };
  const { form, issued, setIssued, lost, fixed } = useCreateToken(context, held, bounds);
  const focusOnRow = useFocusOnRow(routes.base);
  const { errors } = form;
  const forSpace = fixed === undefined ? spaceId !== "" : fixed !== null;

  function chooseSpace(chosenId: string) {
    setSpaceId(chosenId);
    if (chosenId !== "" && isIssuer) setPicked(null); // no Issuer is for one space
  }
  return (
    <>
      <form {...form.formProps} className="grid max-w-2xl grid-cols-1 gap-6">
        {lost ? (
          <LostSecret token={lost} context={context} onRotated={setIssued} />
        ) : (
          <FormError message={form.formError} />
        )}
        <Field label="Name" hint="What the token is for, such as “CI scanner”. Unique here." error={errors.name}>
          <Input name="name" autoComplete="off" autoFocus />
        </Field>
        <Field label="Description" optional error={errors.description}>
          <Textarea name="description" />
        </Field>
        {fixed === undefined && (
          <Field
            label="Space access"
            hint="The spaces that the token can reach. This cannot be changed later."
            error={errors.spaceId}
          >
            <Select
              name="spaceId"
              value={spaceId}
              onChange={(event) => chooseSpace(event.target.value)}
              options={[ALL_SPACES, ...options.spaces.map(({ id, name }) => ({ value: id, label: name }))]}
            />
          </Field>
        )}
        <PermissionBoxes
          forSpace={forSpace}
          grantable={options.grantable}
          chosen={permissions}
          onChange={setPicked}
          error={errors.permissions}
          hint={hasApis ? WITH_APIS : undefined}
          withIssuer={hasApis}
        />
        {isIssuer && (
          <IssueSection apis={apis} offered={offered} chosen={issuing} onChange={setIssuing} error={errors.issues} />
        )}
        {hasApis && isVerifier && (
          <VerifySection
            apis={apis}
            offered={offered}
            chosen={verifying}
            onChange={setVerifying}
            error={errors.verifies}
          />
        )}
        {hasApis && !isIssuer && (
          <ScopeBoxes apis={apis} offered={offered} chosen={chosen} onChange={setChosen} error={errors.grants} />
        )}
        <ExpirationField bounds={bounds} error={errors.expiration} />
        {hasApis && !isIssuer && <CustomerFields errors={errors} />}
        <LimitFields
          errors={errors}
          hint={
            hasApis
              ? LIMITS_WITH_APIS
              : "Leave them empty, and it works from everywhere, at once. Its page has more limits."
          }
        />
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
          title={lost ? `“${issued.token.name}” has a new secret` : `“${issued.token.name}” is created`}
          secret={issued.secret}
          note={issued.note}
          origin={origin}
          permissions={issued.token.permissions}
          saving={leaving}
          onSaved={() => {
            focusOnRow(issued.token.id);
            startLeaving(() => router.replace(routes.base));
          }}
        />
      )}
    </>
  );
}
