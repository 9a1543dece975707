"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { textOf } from "@/components/forms/form-state";
import { type Refusal, submitted } from "@/components/forms/submitted";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { FormActions } from "@/components/ui/form-actions";
import type { FieldErrors } from "@/components/ui/form-errors";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { useForm } from "@/components/ui/use-form";
import type { OrganizationSettings } from "@/lib/organizations/settings";
import type { ForecastPolicyAction, UpdateOrganizationAction } from "./actions";
import { describeForecast, type PolicyEffect, type TokenPolicy } from "./describe-forecast";
import { limitOf, limitProblem } from "@/components/forms/limit";

interface Props {
  settings: Pick<OrganizationSettings, "id" | "version" | "tokenMaxLifetimeDays" | "tokenRequestsPerMinute">;
  update: UpdateOrganizationAction;
  forecast: ForecastPolicyAction;
  /** Shows the policy without a way to change it. */
  readOnly: boolean;
}

interface PolicyQuestion {
  policy: TokenPolicy;
  effects: readonly PolicyEffect[];
}

const SAVED = "Saved the token policy";
const MAX = { tokenMaxLifetimeDays: 3_650, tokenRequestsPerMinute: 1_000_000 } as const;

function check(values: FormData): FieldErrors {
  const problems = Object.entries(MAX).map(
    ([name, largest]) => [name, limitProblem(textOf(values, name), largest)] as const,
  );
  return Object.fromEntries(problems.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** Whether a limit became stricter. Null is no limit. */
function isLower(limit: number | null, before: number | null): boolean {
  return limit !== null && (before === null || limit < before);
}

/**
 * The policy for all tokens of the organization. Before a limit is lowered it asks, with what that does to live tokens.
 */
export function PolicyForm({ settings, update, forecast, readOnly }: Props) {
  const { id, version } = settings;
  const [question, setQuestion] = useState<PolicyQuestion | null>(null);
  const [asking, setAsking] = useState(false);

  async function submit(policy: TokenPolicy): Promise<{ ok: true; saved: boolean } | Refusal> {
    const limits = {
      tokenMaxLifetimeDays: isLower(policy.tokenMaxLifetimeDays, settings.tokenMaxLifetimeDays),
      tokenRequestsPerMinute: isLower(policy.tokenRequestsPerMinute, settings.tokenRequestsPerMinute),
    };
    if (limits.tokenMaxLifetimeDays || limits.tokenRequestsPerMinute) {
      const answer = await submitted(forecast({ organizationId: id, ...policy }));
      if (!answer.ok) return answer;
      const effects = describeForecast(answer.forecast, policy, limits);
      if (effects.length > 0) {
        setQuestion({ policy, effects });
        setAsking(true);
        return { ok: true, saved: false };
      }
    }
    const result = await submitted(update({ organizationId: id, version, ...policy }));
    return result.ok ? { ok: true, saved: true } : result;
  }

  const form = useForm({
    submit: (values) =>
      submit({
        tokenMaxLifetimeDays: limitOf(textOf(values, "tokenMaxLifetimeDays")),
        tokenRequestsPerMinute: limitOf(textOf(values, "tokenRequestsPerMinute")),
      }),
    validate: check,
    onSuccess: ({ saved }) => saved && toast.success(SAVED),
  });
  return (
    <>
      <form {...form.formProps} className="grid gap-6">
        <FormError message={form.formError} />
        {readOnly && <p>Only a Super Admin can change the token policy.</p>}
        <LimitField
          name="tokenMaxLifetimeDays"
          label="Maximum lifetime of a token, in days"
          hint={
            "Counted from a token’s creation. Older tokens stop working when you save; Latchkey " +
            "says how many first. Leave it empty to allow tokens without expiration."
          }
          limit={settings.tokenMaxLifetimeDays}
          error={form.errors.tokenMaxLifetimeDays}
          readOnly={readOnly}
        />
        <LimitField
          name="tokenRequestsPerMinute"
          label="Requests per minute and token"
          hint={
            "Shared by a token and its child tokens. Requests over the limit are refused with the time to retry. " +
            "Leave empty for no limit."
          }
          limit={settings.tokenRequestsPerMinute}
          error={form.errors.tokenRequestsPerMinute}
          readOnly={readOnly}
        />
        {!readOnly && (
          <FormActions>
            <Button type="submit" variant="primary" pending={form.pending} pendingLabel="Saving…">
              Save
            </Button>
          </FormActions>
        )}
      </form>
      {question && (
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title="Save this token policy?"
          description={
            "It counts from the next request on. A token that ended works " +
            "again if you raise the limit before it is deleted."
          }
          confirmLabel="Save token policy"
          pendingLabel="Saving…"
          run={() => update({ organizationId: id, version, ...question.policy })}
          done={SAVED}
        >
          {question.effects.map(({ title, text, tone }) => (
            <Callout key={title} tone={tone} title={title}>
              {text}
            </Callout>
          ))}
        </ConfirmDialog>
      )}
    </>
  );
}

interface LimitFieldProps {
  name: keyof typeof MAX;
  label: string;
  hint: string;
  limit: number | null;
  error: string | undefined;
  readOnly: boolean;
}

function LimitField({ name, label, hint, limit, error, readOnly }: LimitFieldProps) {
  return (
    <Field label={label} optional error={error} hint={hint}>
      <Input
        name={name}
        inputMode="numeric"
        autoComplete="off"
        defaultValue={limit ?? ""}
        placeholder="No limit"
        disabled={readOnly}
        className="max-w-40"
      />
    </Field>
  );
}
