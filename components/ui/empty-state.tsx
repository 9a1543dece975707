import type { ReactNode } from "react";
import { cn } from "./cn";

export interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  /** One sentence that explains the list. */
  children?: ReactNode;
  /** The one thing to do. */
  action?: ReactNode;
}

/** Nothing here yet. For a filter that matched nothing use NothingFound. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center rounded-md border border-line px-6 py-16 text-center">
      {icon && (
        <span
          aria-hidden
          className={cn(
            "mb-4 inline-flex size-10 items-center justify-center rounded-md",
            "border border-line bg-subtle text-muted [&_svg]:size-5",
          )}
        >
          {icon}
        </span>
      )}
      <h2 className="text-base font-semibold">{title}</h2>
      {children && <div className="mt-1 max-w-md text-balance text-muted">{children}</div>}
      {action && <div className="mt-6">{action}</div>}
    </div>
  );
}
