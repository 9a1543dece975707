"use client";

import { useId, useRef } from "react";
import { useNow } from "@/components/ui/clock";
import { Input } from "@/components/ui/input";

interface DayProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly describedBy: string;
}

function Day({ name, label, value, describedBy }: DayProps) {
  return (
    <label className="flex items-center gap-2 text-muted max-sm:flex-1">
      <span className="max-sm:w-9">{label}</span>
      <Input type="date" name={name} defaultValue={value} aria-describedby={describedBy} className="min-w-36 text-fg" />
    </label>
  );
}

interface AuditDaysProps {
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** The time zone of both days in the URL. */
  readonly zone: string | undefined;
}

/**
 * From which day to which, both included, and the time zone of these days: the user's. Without scripts, and in a URL
 * without a zone, the days are UTC's.
 */
export function AuditDays({ from, to, zone }: AuditDaysProps) {
  const { live } = useNow();
  const id = useId();
  const zoneInput = useRef<HTMLInputElement>(null);
  const own = live ? Intl.DateTimeFormat().resolvedOptions().timeZone : "UTC";
  const shown = from || to ? (zone ?? "UTC") : own;
  /** Sends the zone of the days, if there are any. Runs before the form reads its fields. */
  const enableZone = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    const days = [...currentTarget.querySelectorAll<HTMLInputElement>("input[type=date]")];
    if (zoneInput.current)
      Object.assign(zoneInput.current, { value: own, disabled: days.every(({ value }) => value === "") });
  };
  return (
    <div
      className="flex flex-wrap items-center gap-3 max-sm:flex-1"
      onInputCapture={enableZone}
      onChangeCapture={enableZone}
    >
      <Day name="from" label="From" value={from} describedBy={id} />
      <Day name="to" label="To" value={to} describedBy={id} />
      <input ref={zoneInput} type="hidden" name="zone" value={shown} disabled={!from && !to} />
      <span id={id} className="text-muted">
        Days in {shown}
      </span>
    </div>
  );
}
