import type { ReactNode } from "react";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { CONTENT_ID } from "./skip-link";
import type { Crumb } from "./types";
import { NavDrawerButton } from "./nav-drawer-button";
import { SearchButton } from "./search-button";

export interface PageProps {
  breadcrumbs: readonly Crumb[];
  /** With a title, the page header is rendered too. */
  title?: ReactNode;
  /** One line below the title: a count, a sentence. */
  description?: ReactNode;
  /** The one primary action. */
  action?: ReactNode;
  children: ReactNode;
}

/** Top bar and content column of one page inside AppFrame. */
export function Page({ breadcrumbs, title, description, action, children }: PageProps) {
  return (
    <>
      <TopBar breadcrumbs={breadcrumbs} />
      <main
        id={CONTENT_ID}
        tabIndex={-1}
        className="[--bar-height:3.5rem] mx-auto w-full max-w-[75rem] flex-1 px-4 py-6 outline-none sm:px-6 sm:py-8"
      >
        {title && <PageHeader title={title} description={description} action={action} />}
        {children}
      </main>
    </>
  );
}

/** Breadcrumbs and search. */
function TopBar({ breadcrumbs }: { breadcrumbs: readonly Crumb[] }) {
  return (
    <div className="sticky top-0 z-20 flex h-14 items-center gap-3 border-b border-line bg-canvas px-4 sm:px-6">
      <NavDrawerButton />
      <Breadcrumbs items={breadcrumbs} />
      <SearchButton />
    </div>
  );
}

function PageHeader({ title, description, action }: Pick<PageProps, "title" | "description" | "action">) {
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
