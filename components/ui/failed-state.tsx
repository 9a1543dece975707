import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export interface FailedStateProps {
  title: string;
  /** What happened and what it means. */
  children?: ReactNode;
  /** Usually a Button or ButtonLink "Try again". */
  action?: ReactNode;
  /** 1 when it replaces the whole page. */
  level?: 1 | 2;
  /** The reference that the log has too. */
  reference?: string;
}

export function FailedState({ title, children, action, level = 2, reference }: FailedStateProps) {
  const Heading = `h${level}` as const;
  return (
    <div
      role="alert"
      className="flex flex-col items-center rounded-md border border-critical-line px-6 py-16 text-center"
    >
      <span
        className={cn(
          "mb-4 inline-flex size-10 items-center justify-center rounded-md",
          "border border-critical-line bg-critical-soft text-critical-text",
        )}
      >
        <TriangleAlert aria-hidden className="size-5" />
      </span>
      <Heading className="text-base font-semibold">{title}</Heading>
      {children && <div className="mt-1 max-w-md text-balance text-muted">{children}</div>}
      {action && <div className="mt-6 flex gap-3">{action}</div>}
      {reference && (
        <p className="mt-6 text-xs text-muted">
          Reference <code className="font-mono">{reference}</code>
        </p>
      )}
    </div>
  );
}
