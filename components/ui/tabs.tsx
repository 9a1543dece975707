import Link from "next/link";
import { cn } from "./cn";

export interface TabLink {
  label: string;
  href: string;
  current: boolean;
  count?: number;
}

export interface TabsProps {
  label: string;
  items: readonly TabLink[];
  /** Whether the page stays where it is: for tabs below its top. */
  keepsScroll?: boolean;
}

/** Tabs as links: the URL holds the open one. */
export function Tabs({ label, items, keepsScroll = false }: TabsProps) {
  return (
    <nav aria-label={label} className="mb-6 overflow-x-auto border-b border-line">
      <ul className="flex gap-6">
        {items.map(({ href, current, count, ...tab }) => (
          <li key={href} className="shrink-0">
            <Link
              href={href}
              scroll={!keepsScroll}
              aria-current={current ? "page" : undefined}
              className={cn(
                "inline-flex items-center gap-2 border-b-2 pt-1 pb-2.5 font-medium -outline-offset-2",
                current
                  ? "border-accent text-fg forced-colors:border-[Highlight]"
                  : "border-transparent text-muted hover:border-line hover:text-fg forced-colors:border-[Canvas]",
              )}
            >
              {tab.label}
              {count !== undefined && (
                <span className="rounded-md bg-hover px-1.5 text-xs text-muted tabular-nums">
                  {count.toLocaleString("en")}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
