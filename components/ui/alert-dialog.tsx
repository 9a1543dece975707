"use client";

import { type ReactNode, type RefObject, useRef } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FormError } from "./form-error";

export interface AlertDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Names the thing: "Delete “CI scanner”?" */
  title: ReactNode;
  /** One sentence about what stops working. */
  description?: ReactNode;
  /** The strongest warning, such as the last use, as a Callout. */
  children?: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  onConfirm: () => void;
  pending?: boolean;
  pendingLabel?: string;
  /** The reason of a failure. The dialog stays open. */
  error?: string;
  finalFocus?: RefObject<HTMLElement | null>;
}

/** Asks before something is deleted. The focus is on Cancel, and a stray click does nothing. */
export function AlertDialog({
  confirmLabel,
  cancelLabel = "Cancel",
  onConfirm,
  pending = false,
  pendingLabel,
  error,
  children,
  onOpenChange,
  ...rest
}: AlertDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  const close = (open: boolean) => {
    if (!pending) onOpenChange(open);
  };
  return (
    <Dialog
      {...rest}
      role="alertdialog"
      size="sm"
      closeOnOutsidePress={false}
      onOpenChange={close}
      initialFocus={cancel}
      footer={
        <>
          <Button ref={cancel} onClick={() => close(false)}>
            {cancelLabel}
          </Button>
          <Button variant="danger" pending={pending} pendingLabel={pendingLabel} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {(children || error) && (
        <div className="grid gap-4">
          {children}
          <FormError message={error} />
        </div>
      )}
    </Dialog>
  );
}
