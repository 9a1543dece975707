import { cn } from "./cn";

/** One grey bar of a skeleton. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cn("block h-4 animate-pulse rounded-md bg-pressed motion-reduce:animate-none", className)}
    />
  );
}
