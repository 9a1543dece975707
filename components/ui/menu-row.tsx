"use client";

import Link from "next/link";
import { cn } from "./cn";
import type { MenuItem } from "./menu";

const ROW =
  "flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1.5 text-left text-sm font-normal whitespace-nowrap no-underline -outline-offset-2 aria-disabled:cursor-default aria-disabled:opacity-50 pointer-coarse:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0";
const PLAIN = "hover:bg-hover focus:bg-hover [&_svg]:text-muted";
const DANGER = "text-critical-text hover:bg-critical-soft focus:bg-critical-soft";

/** One item of a Menu, as a link or as a button. */
export function MenuRow({ item, select }: { item: MenuItem; select: () => void }) {
  const shared = {
    role: "menuitem",
    tabIndex: -1,
    className: cn(ROW, item.danger ? DANGER : PLAIN),
  };
  return (
    <>
      {item.separated && <div role="separator" className="-mx-1 my-1 h-px bg-line" />}
      {item.href && !item.disabled ? (
        <Link {...shared} href={item.href} onClick={select}>
          {item.icon}
          {item.label}
        </Link>
      ) : (
        <button
          {...shared}
          type="button"
          aria-disabled={item.disabled || undefined}
          onClick={item.disabled ? undefined : select}
        >
          {item.icon}
          {item.label}
        </button>
      )}
    </>
  );
}
