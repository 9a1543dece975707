import type { ComponentProps } from "react";
import { cn } from "./cn";

export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...rest} rows={rows} className={cn("form-control resize-y", className)} />;
}
