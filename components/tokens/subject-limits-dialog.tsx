"use client";

import { type RefObject, useId } from "react";
import { useVersionedChange } from "@/components/forms/use-versioned-change";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { toast } from "@/components/ui/toast";
import type { Result } from "@/lib/platform/result/result";
import type { SubjectLimitsDto } from "@/lib/tokens/dto";
import { CountedFields } from "./counted-fields";
import { countedErrors, countedLimitsOf } from "./counted-input";
import { LimitFields } from "./limit-fields";
import { atLimitFields, limitErrors, limitsOf, type ChosenLimits } from "./limits-input";
import { limitsInWords } from "./limits-words";

type SetLimits = { organizationId: string; subject: string; version: number; formId: string; limits: ChosenLimits };

export interface SubjectLimitsDialogProps {
  organizationId: string;
  /** As the page has them. */
  shared: SubjectLimitsDto;
  inspect: (input: { organizationId: string; subject: string }) => Promise<Result<SubjectLimitsDto>>;
  set: (input: SetLimits) => Promise<Result<SubjectLimitsDto>>;
  open: boolean;
  onClose: () => void;
  finalFocus: RefObject<HTMLElement | null>;
}

/** "Limits" of all tokens of a subject. */
export default function SubjectLimitsDialog(props: SubjectLimitsDialogProps) {
  const { organizationId, shared, inspect, set, open, onClose, finalFocus } = props;
  const { subject } = shared;
  const formId = useId();
  const { form, current, overtaken } = useVersionedChange<SubjectLimitsDto, SubjectLimitsDto>({
    initial: shared,
    inspect: async () => {
      const now = await inspect({ organizationId, subject });
      return now.ok ? { ok: true, value: now } : now;
    },
    send: async (values, { version }, opened) => {
      const limits = { ...limitsOf(values, shared.limits), ...countedLimitsOf(values) };
      return atLimitFields(await set({ organizationId, subject, version, formId: opened, limits }));
    },
    validate: (values) => ({ ...limitErrors(values), ...countedErrors(values) }),
    onDone: () => {
      toast.success(`The limits of “${subject}” are set`);
      onClose();
    },
  });
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={formId} variant="primary" pending={form.pending} pendingLabel="Setting limits…">
        Set limits
      </Button>
    </>
  );
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      closeOnOutsidePress={false}
      finalFocus={finalFocus}
      title="Limits"
      description={subject}
      footer={footer}
    >
      <form {...form.formProps} id={formId} className="grid grid-cols-1 gap-6">
        <FormError message={form.formError} />
        {overtaken && (
          <div role="alert" tabIndex={-1} data-form-error className="rounded-md">
            <Callout tone="caution" title="These limits were changed after you opened them">
              API tokens of “{subject}” now work {limitsInWords(current.limits)}. What you entered is still below. Save
              again to replace that change.
            </Callout>
          </div>
        )}
        <LimitFields
          errors={form.errors}
          limits={shared.limits}
          hint="They hold for all API tokens of this subject, from the next request on. Empty fields limit nothing."
        >
          <CountedFields errors={form.errors} limits={shared.limits} />
        </LimitFields>
      </form>
    </Dialog>
  );
}
