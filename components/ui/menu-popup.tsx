"use client";

import { Menu as Base } from "@base-ui/react/menu";
import Link from "next/link";
import type { RefObject } from "react";
import { cn } from "./cn";
import type { MenuItem, MenuProps } from "./menu";
import { menuRow } from "./menu-row";

interface Props extends MenuProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The button beside which it opens, and which gets the focus back. */
  button: RefObject<HTMLElement | null>;
  container: HTMLElement;
}

const ITEM = "cursor-default font-normal whitespace-nowrap no-underline data-disabled:opacity-50";

function Row({ item }: { item: MenuItem }) {
  const content = (
    <>
      {item.icon}
      {item.label}
    </>
  );
  const className = cn(menuRow(item.danger), ITEM);
  return (
    <>
      {item.separated && <Base.Separator className="-mx-1 my-1 h-px bg-line" />}
      {item.href && !item.disabled ? (
        <Base.LinkItem closeOnClick render={<Link href={item.href} />} className={className}>
          {content}
        </Base.LinkItem>
      ) : (
        <Base.Item disabled={item.disabled} onClick={item.onSelect} className={className}>
          {content}
        </Base.Item>
      )}
    </>
  );
}

/** Base UI focuses the first item only where its own button opened the menu. */
function focusFirstItem(popup: HTMLElement | null) {
  popup?.querySelector<HTMLElement>("[role=menuitem]:not([aria-disabled=true])")?.focus({ preventScroll: true });
}

/** The part of Menu that is loaded on first use. */
export default function MenuPopup({ label, items, open, onOpenChange, button, container }: Props) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal container={container}>
        <Base.Positioner anchor={button} align="end" sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup
            ref={focusFirstItem}
            aria-label={label}
            finalFocus={button}
            className="min-w-44 rounded-md border border-line bg-raised p-1 text-left text-fg shadow-float outline-none"
          >
            {items.map((item) => (
              <Row key={item.label} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
