import { Skeleton } from "./skeleton";

/** The shape of a PageHeader. */
export function SkeletonHeader() {
  return (
    <div className="mb-6 grid gap-2">
      <Skeleton className="h-9 w-56" />
      <Skeleton className="w-80 max-w-full" />
    </div>
  );
}
