"use client";

import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, type DialogProps } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import type { ApiDto } from "@/lib/apis/dto";
import type { useApiChange } from "./use-api-change";

interface Props extends Pick<DialogProps, "title" | "description" | "size"> {
  change: ReturnType<typeof useApiChange>;
  onClose: () => void;
  submitLabel: string;
  pendingLabel: string;
  /** What the API is now, after a conflict. */
  conflict: (current: ApiDto) => ReactNode;
  /** The form's fields. */
  children: ReactNode;
}

/** A dialog with a form that changes one API. */
export function ApiDialog({ change, onClose, submitLabel, pendingLabel, conflict, children, ...dialog }: Props) {
  const formId = useId();
  const { form, current, overtaken } = change;
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={formId} variant="primary" pending={form.pending} pendingLabel={pendingLabel}>
        {submitLabel}
      </Button>
    </>
  );
  return (
    <Dialog {...dialog} open onOpenChange={onClose} closeOnOutsidePress={false} footer={footer}>
      <form {...form.formProps} id={formId} className="grid grid-cols-1 gap-6">
        <FormError message={form.formError} />
        {overtaken && (
          <div role="alert" tabIndex={-1} data-form-error className="rounded-md">
            <Callout tone="caution" title="This API was changed after you opened it">
              {conflict(current)} What you entered is still below. Save again to apply it.
            </Callout>
          </div>
        )}
        {children}
      </form>
    </Dialog>
  );
}
