"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn";

export interface CheckboxProps extends Omit<ComponentProps<"input">, "type"> {
  label: ReactNode;
  /** A sentence below the label, read out after it. */
  hint?: ReactNode;
}

/** A native checkbox: it submits with its form, with or without scripts. */
export function Checkbox({ label, hint, className, id: givenId, ...rest }: CheckboxProps) {
  const generatedId = useId();
  const id = givenId ?? generatedId;
  const hintId = `${id}-hint`;
  const describedBy = [hint ? hintId : null, rest["aria-describedby"]].filter(Boolean).join(" ");
  return (
    <div className={cn("flex gap-3", className)}>
      <input
        {...rest}
        id={id}
        type="checkbox"
        aria-describedby={describedBy || undefined}
        className="check-control rounded-md"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="block font-medium">
          {label}
        </label>
        {hint && (
          <p id={hintId} className="mt-0.5 text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
