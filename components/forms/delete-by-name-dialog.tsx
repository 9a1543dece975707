"use client";

import { type ReactNode, useId, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import type { FieldErrors } from "@/components/ui/form-errors";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { useForm } from "@/components/ui/use-form";
import type { Failure } from "@/lib/platform/result/result";
import { textOf } from "./form-state";
import { submitted } from "./submitted";

export interface DeleteByNameDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What is deleted: "space", "organization". */
  noun: string;
  name: string;
  /** What stops working, and what is lost. */
  children: ReactNode;
  /** The strongest warning, such as what is in use. */
  warning?: ReactNode;
  run: (confirmName: string) => Promise<{ readonly ok: true } | Failure>;
  onDeleted: () => void;
}

/** Deletes something for good, after its name was typed. */
export function DeleteByNameDialog({
  open,
  onOpenChange,
  noun,
  name,
  children,
  warning,
  run,
  onDeleted,
}: DeleteByNameDialogProps) {
  const formId = useId();
  const cancel = useRef<HTMLButtonElement>(null);
  const form = useForm({
    submit: (values) => submitted(run(textOf(values, "confirmName"))),
    validate: (values): FieldErrors =>
      textOf(values, "confirmName").trim() === name ? {} : { confirmName: `Type “${name}” exactly as shown.` },
    onSuccess: onDeleted,
  });
  const footer = (
    <>
      <Button ref={cancel} onClick={() => onOpenChange(false)}>
        Cancel
      </Button>
      <Button type="submit" form={formId} variant="danger" pending={form.pending} pendingLabel="Deleting…">
        Delete {noun}
      </Button>
    </>
  );
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      role="alertdialog"
      size="sm"
      closeOnOutsidePress={false}
      initialFocus={cancel}
      title={`Delete “${name}”?`}
      description={children}
      footer={footer}
    >
      <form {...form.formProps} id={formId} className="grid gap-4">
        {warning}
        <FormError message={form.formError} />
        <Field
          label={
            <span>
              Type <strong className="font-semibold">{name}</strong> to confirm
            </span>
          }
          error={form.errors.confirmName}
        >
          <Input name="confirmName" autoComplete="off" spellCheck={false} />
        </Field>
      </form>
    </Dialog>
  );
}
