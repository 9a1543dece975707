import type { ReactNode } from "react";
import { cn } from "./cn";
import { TONE_STYLE, type Tone } from "./tone";
import { ToneIcon } from "./tone-icon";

export interface CalloutProps {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  /** A link or button that responds to it. */
  action?: ReactNode;
  className?: string;
}

export function Callout({ tone = "accent", title, children, action, className }: CalloutProps) {
  return (
    <div className={cn("flex gap-3 rounded-md border px-4 py-3", TONE_STYLE[tone], className)}>
      <ToneIcon tone={tone} className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 break-words">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={title ? "mt-0.5 text-fg" : undefined}>{children}</div>}
        {action && <div className="mt-3">{action}</div>}
      </div>
    </div>
  );
}
