import type { ReactNode } from "react";
import { cn } from "./cn";

/** A bordered box. `flush` if its content, such as a table, has its own padding. */
export function Card({ children, flush, className }: { children: ReactNode; flush?: boolean; className?: string }) {
  return (
    <div className={cn("rounded-md border border-line bg-raised", !flush && "p-4 sm:p-6", className)}>{children}</div>
  );
}
