import type { ReactNode } from "react";

export interface PageHeaderProps {
  title: ReactNode;
  /** One line below: a count, a sentence. */
  description?: ReactNode;
  /** The page's one primary action. */
  action?: ReactNode;
}

export function PageHeader({ title, description, action }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-col gap-4 sm:flex-row sm:items-start sm:justify-between">
      <div className="min-w-0">
        <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
        {description && <div className="mt-1 text-muted">{description}</div>}
      </div>
      {action && <div className="flex shrink-0 flex-col gap-3 sm:flex-row">{action}</div>}
    </header>
  );
}
