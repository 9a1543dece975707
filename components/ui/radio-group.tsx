"use client";

import { type ReactNode, useId } from "react";
import { cn } from "./cn";
import { FieldError } from "./field-error";

export interface RadioOption {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
}

export interface RadioGroupProps {
  name: string;
  legend: string;
  options: readonly RadioOption[];
  defaultValue?: string;
  /** With `onChange`, makes the group controlled. */
  value?: string;
  onChange?: (value: string) => void;
  error?: string;
  hint?: ReactNode;
  className?: string;
}

function Radio({ option, group }: { option: RadioOption; group: RadioGroupProps }) {
  const id = useId();
  const { name, value, defaultValue, onChange } = group;
  const state = onChange
    ? { checked: value === option.value, onChange: () => onChange(option.value) }
    : { defaultChecked: defaultValue === option.value };
  return (
    <div className="flex gap-3">
      <input
        {...state}
        id={id}
        type="radio"
        name={name}
        value={option.value}
        disabled={option.disabled}
        aria-describedby={option.hint ? `${id}-hint` : undefined}
        className="check-control rounded-full"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="block font-medium">
          {option.label}
        </label>
        {option.hint && (
          <p id={`${id}-hint`} className="mt-0.5 text-muted">
            {option.hint}
          </p>
        )}
      </div>
    </div>
  );
}

export function RadioGroup(props: RadioGroupProps) {
  const id = useId();
  const { legend, hint, error, options, className } = props;
  const described = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean);
  return (
    <fieldset aria-describedby={described.join(" ") || undefined} className={cn("min-w-0", className)}>
      <legend className="font-medium">{legend}</legend>
      {hint && (
        <p id={`${id}-hint`} className="mt-0.5 text-muted">
          {hint}
        </p>
      )}
      <div className="mt-3 grid gap-3">
        {options.map((option) => (
          <Radio key={option.value} option={option} group={props} />
        ))}
      </div>
      <FieldError id={`${id}-error`} message={error} />
    </fieldset>
  );
}
