import type { ReactNode } from "react";

/**
 * A tip over something that is not a control. On a control of your own set
 * `data-tooltip` directly; IconButton does so by itself.
 */
export function Tooltip({ tip, children }: { tip: string; children: ReactNode }) {
  return (
    <span data-tooltip={tip}>
      {children}
      <span className="sr-only"> ({tip})</span>
    </span>
  );
}
