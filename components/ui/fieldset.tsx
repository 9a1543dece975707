"use client";

import { type ReactNode, useId } from "react";
import { cn } from "./cn";
import { FieldError } from "./field-error";

export interface FieldsetProps {
  legend: string;
  hint?: ReactNode;
  error?: string;
  children: ReactNode;
  className?: string;
}

/** A group of checkboxes (or other controls) with one name and one error. */
export function Fieldset({ legend, hint, error, children, className }: FieldsetProps) {
  const id = useId();
  const described = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean);
  return (
    <fieldset
      aria-describedby={described.join(" ") || undefined}
      data-invalid={error ? "true" : undefined}
      className={cn("min-w-0", className)}
    >
      <legend className="font-medium">{legend}</legend>
      {hint && (
        <p id={`${id}-hint`} className="mt-0.5 text-muted">
          {hint}
        </p>
      )}
      <div className="mt-3">{children}</div>
      <FieldError id={`${id}-error`} message={error} />
    </fieldset>
  );
}
