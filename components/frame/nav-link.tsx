"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
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
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-md px-2 transition-colors duration-100 pointer-coarse:h-10 [&_svg]:size-4 [&_svg]:shrink-0",
        current ? "bg-pressed font-medium text-fg" : "text-muted hover:bg-hover hover:text-fg [&_svg]:text-muted",
      )}
    >
      {icon}
      <span className="truncate">
        {label}
        {of && <span className="sr-only"> of {of}</span>}
      </span>
    </Link>
  );
}
