import type { ReactNode } from "react";
import { Callout } from "./callout";
import { cn } from "./cn";

interface Props {
  children: ReactNode;
  className?: string;
  /** The form works without scripts. */
  worksWithoutScripts?: boolean;
}

/**
 * The buttons at the end of a form: the primary one first on phones, last elsewhere. Without scripts a message says
 * instead that the form needs them, unless it works without.
 */
export function FormActions({ children, className, worksWithoutScripts = false }: Props) {
  return (
    <>
      {!worksWithoutScripts && (
        <Callout tone="caution" className="needs-no-script">
          This form needs JavaScript. Without it nothing is sent.
        </Callout>
      )}
      <div
        className={cn(
          "flex flex-col-reverse gap-3 sm:flex-row sm:items-center sm:justify-end",
          !worksWithoutScripts && "needs-script",
          className,
        )}
      >
        {children}
      </div>
    </>
  );
}
