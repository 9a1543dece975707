"use client";

import { lazy, Suspense, useState } from "react";
import type { DialogProps } from "./dialog-popup";

const DialogPopup = lazy(() => import("./dialog-popup"));

export type { DialogProps } from "./dialog-popup";

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
