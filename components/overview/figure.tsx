import Link from "next/link";
import type { ReactNode } from "react";

interface Props {
  label: string;
  /** A number is formatted. */
  value: number | string;
  href: string;
  /** Highlights the number. */
  note?: ReactNode;
}

/** One number, linked to the list that it counts. */
export function Figure({ label, value, href, note }: Props) {
  return (
    <Link href={href} className="block rounded-md border border-line bg-raised p-4 hover:bg-hover">
      <span className="block text-muted">{label}</span>
      <span className="mt-1 block text-lg font-semibold tabular-nums">
        {typeof value === "number" ? value.toLocaleString("en") : value}
      </span>
      {note && <span className="mt-1 block">{note}</span>}
    </Link>
  );
}
