import type { ReactNode } from "react";

/**
 * A tooltip for an element that is not a control. On a control set
 * `data-tooltip` directly. IconButton does that itself.
 */
export function Tooltip({ tip, children }: { tip: string; children: ReactNode }) {
  return (
    <span data-tooltip={tip}>
      {children}
      <span className="sr-only"> ({tip})</span>
    </span>
  );
}
