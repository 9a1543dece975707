"use client";

import { Menu as Base } from "@base-ui/react/menu";
import Link from "next/link";
import { type ReactNode, type RefObject, useId } from "react";
import { cn } from "./cn";
import { menuRow } from "./menu-row";

interface MenuItem {
  label: string;
  icon?: ReactNode;
  /** A link, */
  href?: string;
  /** or an action. */
  onSelect?: () => void;
  danger?: boolean;
  /** Why it cannot be chosen: "You cannot remove yourself". */
  disabled?: string | undefined;
  /** A line above it. */
  separated?: boolean;
}

export interface MenuProps {
  /** Names the button and the menu: "Actions for CI scanner". */
  label: string;
  items: readonly MenuItem[];
}

interface Props extends MenuProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The button beside which it opens, and which gets the focus back. */
  button: RefObject<HTMLElement | null>;
  container: HTMLElement;
}

const ITEM = "cursor-default font-normal whitespace-nowrap no-underline";

/** An item that cannot be chosen. It can be focused, and says why. */
function DisabledRow({ item: { label, icon, danger, disabled } }: { item: MenuItem }) {
  const reasonId = useId();
  return (
    <Base.Item disabled aria-label={label} aria-describedby={reasonId} className={cn(menuRow(danger), ITEM)}>
      <span className="opacity-50">{icon}</span>
      <span>
        <span className="block opacity-50">{label}</span>
        <span id={reasonId} className="block text-xs text-muted">
          {disabled}
        </span>
      </span>
    </Base.Item>
  );
}

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
      {item.disabled ? (
        <DisabledRow item={item} />
      ) : item.href ? (
        <Base.LinkItem closeOnClick render={<Link href={item.href} />} className={className}>
          {content}
        </Base.LinkItem>
      ) : (
        <Base.Item onClick={item.onSelect} className={className}>
          {content}
        </Base.Item>
      )}
    </>
  );
}

/** Base UI focuses the first item only where its own button opened the menu. */
function focusFirstItem(popup: HTMLElement | null) {
  popup?.querySelector<HTMLElement>("[role=menuitem]")?.focus({ preventScroll: true });
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
