import type { ReactNode } from "react";
import { Callout } from "./callout";
import { cn } from "./cn";

/**
 * The buttons at the end of a form that needs scripts: the primary one first on phones, last elsewhere. Without scripts
 * a message says so instead.
 */
export function FormActions({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <>
      <Callout tone="caution" className="needs-no-script">
        This form needs JavaScript. Without it nothing is sent.
      </Callout>
      <div
        className={cn("needs-script flex flex-col-reverse gap-3 sm:flex-row sm:items-center sm:justify-end", className)}
      >
        {children}
      </div>
    </>
  );
}
