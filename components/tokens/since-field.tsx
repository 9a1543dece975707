"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

interface Props {
  value: string;
  onChange: (value: string) => void;
}

/** Since when an Issuer's tokens are meant. The value is of the reader's zone, as `sinceOf` takes it. */
export function SinceField({ value, onChange }: Props) {
  return (
    <Field label="Issued since" optional hint="Empty: all that it ever issued.">
      <Input type="datetime-local" value={value} onChange={(event) => onChange(event.target.value)} />
    </Field>
  );
}

/** The instant as ISO 8601. Undefined if none is chosen. */
export function sinceOf(value: string): string | undefined {
  const at = new Date(value);
  return value === "" || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
