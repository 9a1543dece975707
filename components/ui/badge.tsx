import type { ReactNode } from "react";
import { cn } from "./cn";
import { TONE_STYLE, type Tone } from "./tone";

export interface BadgeProps {
  tone?: Tone;
  children: ReactNode;
  className?: string;
}

/** A short label: a permission, a role. For a state use StatusBadge. */
export function Badge({ tone = "neutral", children, className }: BadgeProps) {
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1 rounded-md border px-1.5 py-px text-xs font-medium whitespace-nowrap",
        TONE_STYLE[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
