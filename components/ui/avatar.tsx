import { cn } from "./cn";
import { initials } from "./initials";

/** Initials in a circle. Decoration: the name is next to it. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn(
        "inline-flex size-7 shrink-0 items-center justify-center rounded-full border",
        "border-accent-line bg-accent-soft text-xs font-medium text-accent-text select-none",
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}
