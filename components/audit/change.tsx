import { ArrowRight, ChevronRight } from "lucide-react";
import type { AuditEventDto } from "@/lib/audit/dto";
import { type ChangeRow, changeRows } from "./change-rows";

function Value({ from, to }: ChangeRow) {
  if (from === undefined) return <>{to}</>;
  return (
    <>
      <span className="text-muted">{from}</span>
      <ArrowRight role="img" aria-label="became" className="mx-1.5 inline size-3 text-muted" />
      {to}
    </>
  );
}

/** The details of a change, in a disclosure. Works without scripts. */
export function Change({ event }: { event: AuditEventDto }) {
  const rows = changeRows(event.change);
  if (rows.length === 0) return null;
  return (
    <details className="group mt-1">
      <summary className="inline-flex items-center gap-1 rounded-md text-xs text-muted hover:text-fg">
        <ChevronRight aria-hidden className="size-3 transition-transform group-open:rotate-90" />
        Details<span className="sr-only"> of: {event.message}</span>
      </summary>
      <dl className="mt-2 grid gap-x-4 gap-y-1 text-xs sm:grid-cols-[max-content_minmax(0,1fr)]">
        {rows.map((row) => (
          <div key={row.field} className="contents">
            <dt className="text-muted">{row.field}</dt>
            <dd className="min-w-0 font-mono break-words">
              <Value {...row} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
