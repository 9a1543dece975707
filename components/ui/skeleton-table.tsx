import { Skeleton } from "./skeleton";

const WIDTHS = ["w-3/5", "w-4/5", "w-2/5", "w-1/2"];

function Cells({ columns, row }: { columns: number; row: number }) {
  return Array.from({ length: columns }, (_, column) => (
    <Skeleton key={column} className={WIDTHS[(row + column) % WIDTHS.length]} />
  ));
}

/** The skeleton of a Table while its rows load. */
export function SkeletonTable({
  label,
  columns = 5,
  rows = 8,
}: {
  /** What is loading: "API tokens". */
  label: string;
  columns?: number;
  rows?: number;
}) {
  const style = { gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` };
  return (
    <div role="status" className="overflow-hidden rounded-md border border-line">
      <span className="sr-only">Loading {label}…</span>
      <div aria-hidden className="h-9 border-b border-line bg-subtle" />
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={style} className="grid h-14 items-center gap-6 border-b border-line px-4 last:border-b-0">
          <Cells columns={columns} row={row} />
        </div>
      ))}
    </div>
  );
}
