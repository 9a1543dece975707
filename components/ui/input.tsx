import type { ComponentProps } from "react";
import { cn } from "./cn";

export interface InputProps extends ComponentProps<"input"> {
  /** For ids, codes and secrets. */
  mono?: boolean;
}

export function Input({ mono, className, type = "text", ...rest }: InputProps) {
  return <input {...rest} type={type} className={cn("form-control", mono && "font-mono", className)} />;
}
