import { Field } from "@/components/ui/field";
import type { FieldErrors } from "@/components/ui/form-errors";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { windowLines, type CountedLimits } from "./counted-input";

interface Props {
  errors: FieldErrors;
  limits: CountedLimits;
}

const PERIODS = [
  { value: "month", label: "per month" },
  { value: "day", label: "per day" },
];

/** How often a token may be used. */
export function CountedFields({ errors, limits }: Props) {
  return (
    <>
      <div className="grid items-start gap-6 sm:grid-cols-2">
        <Field
          label="Requests per minute"
          optional
          hint="In each minute of the clock."
          error={errors.requestsPerMinute}
        >
          <Input name="requestsPerMinute" inputMode="numeric" defaultValue={limits.requestsPerMinute} />
        </Field>
        <Field label="Uses in all" optional hint="After the last one it is dead, for good." error={errors.maxUses}>
          <Input name="maxUses" inputMode="numeric" defaultValue={limits.maxUses} />
        </Field>
      </div>
      <div className="grid items-start gap-6 sm:grid-cols-2">
        <Field label="Quota" optional hint="Requests in a calendar day or month, in UTC." error={errors.quota}>
          <Input name="quota" inputMode="numeric" defaultValue={limits.quota?.requests} />
        </Field>
        <Field label="Quota is counted">
          <Select name="quotaPer" options={PERIODS} defaultValue={limits.quota?.per ?? "month"} />
        </Field>
      </div>
      <Field
        label="Further limits"
        optional
        hint="A name, and requests in seconds, such as burst 20/10. One on each line."
        error={errors.windows}
      >
        <Textarea
          name="windows"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={windowLines(limits)}
          className="font-mono"
        />
      </Field>
    </>
  );
}
