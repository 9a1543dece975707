"use client";

import { lazy, type ReactNode, type RefObject, Suspense, useState } from "react";

const DialogPopup = lazy(() => import("./dialog-popup"));

export interface DialogProps {
  open: boolean;
  /** Called on Escape, a press outside, or the close button. */
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons; stays in view while the content scrolls. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** false: neither a stray click nor Escape closes it, and there is no close button. */
  dismissible?: boolean;
  /** false: a press outside does nothing, Escape and the close button still work. */
  closeOnOutsidePress?: boolean;
  /** Focused on opening; the first control otherwise. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** Focused on closing; what had the focus before otherwise. */
  finalFocus?: RefObject<HTMLElement | null>;
  role?: "dialog" | "alertdialog";
  side?: "center" | "left" | "right";
  /** The title is for screen readers only, and the content has its own padding. */
  bare?: boolean;
}

/**
 * A modal dialog. Its code is loaded when the first one opens, so that pages do not
 * pay for it earlier. Traps and restores the focus.
 */
export function Dialog(props: DialogProps) {
  const [wanted, setWanted] = useState(props.open);
  if (props.open && !wanted) setWanted(true);
  if (!wanted) return null;
  return (
    <Suspense fallback={null}>
      <DialogPopup {...props} />
    </Suspense>
  );
}
