import { ChevronRight } from "lucide-react";
import Link from "next/link";

export interface Crumb {
  label: string;
  /** Omitted for the current page. */
  href?: string;
}

function CrumbLabel({ crumb, last }: { crumb: Crumb; last: boolean }) {
  if (crumb.href && !last) {
    return (
      <Link href={crumb.href} className="truncate text-muted hover:text-fg hover:underline">
        {crumb.label}
      </Link>
    );
  }
  return (
    <span aria-current={last ? "page" : undefined} className="truncate font-medium">
      {crumb.label}
    </span>
  );
}

export function Breadcrumbs({ items }: { items: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0 flex-1">
      <ol className="flex min-w-0 items-center gap-1.5">
        {items.map((crumb, index) => {
          const last = index === items.length - 1;
          return (
            <li
              key={`${crumb.label}-${crumb.href ?? ""}`}
              className={`flex min-w-0 items-center gap-1.5 ${last ? "" : "max-sm:hidden"}`}
            >
              <CrumbLabel crumb={crumb} last={last} />
              {!last && <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
