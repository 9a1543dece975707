import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { cn } from "./cn";

export interface SortHeaderProps {
  label: string;
  /** The URL of the list sorted by this column, reversed if it already is. */
  href: string;
  /** Set on the column the list is sorted by. */
  direction?: "asc" | "desc";
  align?: "start" | "end";
}

const ARIA = { asc: "ascending", desc: "descending" } as const;

/** A column header that sorts. A link, because the URL holds the order. */
export function SortHeader({ label, href, direction, align }: SortHeaderProps) {
  const Icon = direction === "asc" ? ArrowUp : direction === "desc" ? ArrowDown : ChevronsUpDown;
  return (
    <th role="columnheader" scope="col" data-align={align} aria-sort={direction ? ARIA[direction] : undefined}>
      <Link
        href={href}
        scroll={false}
        prefetch={false}
        className={cn(
          "inline-flex items-center gap-1 rounded-md py-1 no-underline hover:text-fg",
          direction && "text-fg",
        )}
      >
        {label}
        <Icon aria-hidden className="size-3.5" />
      </Link>
    </th>
  );
}
