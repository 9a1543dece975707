import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { CONTENT_ID } from "./skip-link";
import { TopBar } from "./top-bar";
import type { Crumb } from "./types";

export interface PageProps {
  breadcrumbs: readonly Crumb[];
  /** With a title, the page header is rendered too. */
  title?: ReactNode;
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
