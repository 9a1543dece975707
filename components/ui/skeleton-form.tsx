import { Skeleton } from "./skeleton";

/** The shape of a form with `fields` labelled controls. */
export function SkeletonForm({ label, fields = 3 }: { label: string; fields?: number }) {
  return (
    <div role="status" className="grid max-w-2xl gap-6">
      <span className="sr-only">Loading {label}…</span>
      {Array.from({ length: fields }, (_, index) => (
        <div key={index} className="grid gap-2">
          <Skeleton className="w-24" />
          <Skeleton className="h-9" />
        </div>
      ))}
      <Skeleton className="h-9 w-32" />
    </div>
  );
}
