import type { ReactNode } from "react";
import { cn } from "./cn";

/** The buttons at the end of a form: the primary one first on phones, last elsewhere. */
export function FormActions({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div className={cn("flex flex-col-reverse gap-3 sm:flex-row sm:items-center sm:justify-end", className)}>
      {children}
    </div>
  );
}
