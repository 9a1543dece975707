import { ChevronRight } from "lucide-react";
import { fullNumber } from "./numbers";
import { reasonsInWords, type UsageRow } from "./usage-rows";

/**
 * The numbers of the chart in a disclosure, newest first. Without scripts it is open. Its three columns fit on a phone,
 * where 30 cards would be many screens.
 */
export function UsageTable({ rows }: { rows: readonly UsageRow[] }) {
  return (
    <details className="group open-without-script">
      <summary className="inline-flex items-center gap-1 rounded-md text-muted hover:text-fg">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        Show as a table
      </summary>
      <div className="mt-3 rounded-md border border-line">
        <table aria-label="Requests" className="w-full text-left">
          <thead className="text-xs text-muted">
            <tr>
              <th scope="col" className="px-3 py-2 font-medium sm:px-4">
                Time (UTC), and why denied
              </th>
              <th scope="col" className="px-3 py-2 text-right font-medium sm:px-4">
                Allowed
              </th>
              <th scope="col" className="px-3 py-2 text-right font-medium sm:px-4">
                Denied
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.toReversed().map((row) => (
              <Row key={row.start} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Row({ row: { name, allowed, denied, reasons } }: { row: UsageRow }) {
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="px-3 py-2 font-normal sm:px-4">
        {name}
        {reasons.length > 0 && <p className="text-xs text-muted">{reasonsInWords(reasons)}</p>}
      </th>
      <td className="px-3 py-2 text-right sm:px-4">{fullNumber(allowed)}</td>
      <td className="px-3 py-2 text-right sm:px-4">{fullNumber(denied)}</td>
    </tr>
  );
}
