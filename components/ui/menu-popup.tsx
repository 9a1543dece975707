"use client";

import { Menu as Base } from "@base-ui/react/menu";
import Link from "next/link";
import type { RefObject } from "react";
import { cn } from "./cn";
import type { MenuItem } from "./menu";

export interface MenuPopupProps {
  label: string;
  items: readonly MenuItem[];
  align: "start" | "end";
  anchor: RefObject<HTMLButtonElement | null>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

function itemStyle(item: MenuItem): string {
  return cn(
    "flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 no-underline outline-none select-none data-[highlighted]:bg-hover data-[disabled]:cursor-default data-[disabled]:opacity-50 pointer-coarse:min-h-10 [&_svg]:size-4 [&_svg]:text-muted forced-colors:data-[highlighted]:outline",
    item.danger && "text-critical-text data-[highlighted]:bg-critical-soft [&_svg]:text-critical-text",
  );
}

function Item({ item }: { item: MenuItem }) {
  const content = (
    <>
      {item.icon}
      {item.label}
    </>
  );
  if (item.href && !item.disabled) {
    return (
      <Base.LinkItem closeOnClick render={<Link href={item.href} />} className={itemStyle(item)}>
        {content}
      </Base.LinkItem>
    );
  }
  return (
    <Base.Item disabled={item.disabled} onClick={item.onSelect} className={itemStyle(item)}>
      {content}
    </Base.Item>
  );
}

/** The part of Menu that is fetched on first use. */
export default function MenuPopup({ label, items, align, anchor, open, onOpenChange }: MenuPopupProps) {
  return (
    <Base.Root
      open={open}
      modal={false}
      onOpenChange={(next, details) => {
        // A press on the menu's own button is that button's business.
        const { target } = details.event;
        if (!next && target instanceof Node && anchor.current?.contains(target)) details.cancel();
        else onOpenChange(next);
      }}
    >
      <Base.Portal>
        <Base.Positioner anchor={anchor} align={align} sideOffset={4} className="z-60 outline-none">
          <Base.Popup
            aria-label={label}
            finalFocus={anchor}
            className="fade min-w-44 rounded-md border border-line bg-raised p-1 shadow-float outline-none"
          >
            {items.map((item) => (
              <div key={item.label} role="none">
                {item.separated && <Base.Separator className="-mx-1 my-1 h-px bg-line" />}
                <Item item={item} />
              </div>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
