import { Input } from "@/components/ui/input";

function Day({ name, label, value }: { name: string; label: string; value: string | undefined }) {
  return (
    <label className="flex items-center gap-2 text-muted max-sm:flex-1">
      <span className="max-sm:w-9">{label}</span>
      <Input type="date" name={name} defaultValue={value} className="min-w-36 text-fg" />
    </label>
  );
}

/** From which day to which, both included; days are UTC's, as in the export. */
export function AuditDays({ from, to }: { from: string | undefined; to: string | undefined }) {
  return (
    <>
      <Day name="from" label="From" value={from} />
      <Day name="to" label="To" value={to} />
    </>
  );
}
