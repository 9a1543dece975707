"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { NAV_ROW, NAV_ROW_CURRENT, NAV_ROW_OTHER } from "./nav-row";
import { isCurrent } from "./is-current";

export interface NavLinkProps {
  href: string;
  icon: ReactNode;
  label: string;
  /** What the link belongs to, for screen readers: "Settings" becomes "Settings of Mars Rover". */
  of?: string;
  /** Matches its own page only, because the pages below have their own links. */
  exact?: boolean;
}

export function NavLink({ href, icon, label, of, exact }: NavLinkProps) {
  const pathname = usePathname();
  const current = exact ? pathname === href : isCurrent(pathname, href);
  return (
    <Link
      href={href}
      aria-current={current ? "page" : undefined}
      className={cn(NAV_ROW, current ? NAV_ROW_CURRENT : NAV_ROW_OTHER)}
    >
      {icon}
      <span className="truncate">
        {label}
        {of && <span className="sr-only"> of {of}</span>}
      </span>
    </Link>
  );
}
