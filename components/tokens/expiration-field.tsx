"use client";

import { useState } from "react";
import { useNow } from "@/components/ui/clock";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, type SelectOption } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { countOf } from "./labels";
import { dayValue, endOf, latestEnd, lifetimeChoices, type LifetimeBounds, proposedChoice } from "./lifetime";

export interface ExpirationFieldProps {
  bounds: LifetimeBounds;
  /** Leaves the expiration as it is: the first and default choice of the edit form. */
  keep?: SelectOption;
  error?: string;
}

/** When the token would end by the choice, in words. */
function End({ choice, date, bounds }: { choice: string; date: string; bounds: LifetimeBounds }) {
  if (choice === "never") return "It works until someone deletes it. We recommend an expiration.";
  const end = choice === "keep" ? undefined : endOf(choice, date, bounds);
  if (end)
    return (
      <>
        Ends on <Time at={new Date(end)} format="day" />.
      </>
    );
  const { maxLifetimeDays, parentEnd } = bounds;
  if (parentEnd && parentEnd === latestEnd(bounds))
    return (
      <>
        It cannot outlive its parent, which ends on <Time at={new Date(parentEnd)} format="day" />.
      </>
    );
  return maxLifetimeDays === null
    ? null
    : `Your organization limits the lifetime of tokens to ${countOf(maxLifetimeDays, "day")}.`;
}

/** How long the token lives: some days, until a date, or without end where the organization allows it. */
export function ExpirationField({ bounds, keep, error }: ExpirationFieldProps) {
  const { live } = useNow();
  const [choice, setChoice] = useState(keep ? keep.value : proposedChoice(bounds));
  const [date, setDate] = useState("");
  const latest = latestEnd(bounds);
  const isDate = choice === "date";
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label="Expiration"
        error={isDate ? undefined : error}
        hint={<End choice={choice} date={date} bounds={bounds} />}
      >
        <Select
          name="expiration"
          options={[...(keep ? [keep] : []), ...lifetimeChoices(bounds)]}
          value={choice}
          onChange={(event) => setChoice(event.target.value)}
        />
      </Field>
      {isDate && (
        <Field label="Last day" error={error}>
          <Input
            type="date"
            name="date"
            value={date}
            min={live ? dayValue(bounds.now) : undefined}
            max={live && latest !== null ? dayValue(latest) : undefined}
            onChange={(event) => setDate(event.target.value)}
          />
        </Field>
      )}
    </div>
  );
}
