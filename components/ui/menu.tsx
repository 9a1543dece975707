"use client";

import { EllipsisVertical } from "lucide-react";
import {
  type ComponentProps,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type ToggleEvent,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { IconButton } from "./icon-button";
import { MenuRow } from "./menu-row";
import { itemAfter } from "./menu-keys";
import { type MenuPlace, placeMenu } from "./menu-place";

export interface MenuItem {
  label: string;
  icon?: ReactNode;
  /** A link, */
  href?: string;
  /** or an action. */
  onSelect?: () => void;
  danger?: boolean;
  disabled?: boolean;
  /** A line above it. */
  separated?: boolean;
}

export interface MenuProps {
  /** Names the button and the menu: "Actions for CI scanner". */
  label: string;
  items: readonly MenuItem[];
  /** Renders the button from these props. A ⋮ button by default. */
  trigger?: (props: MenuTriggerProps) => ReactElement;
  align?: "start" | "end";
}

export type MenuTriggerProps = Pick<
  ComponentProps<"button">,
  "aria-haspopup" | "aria-expanded" | "popoverTarget" | "onKeyDown"
>;

const ROW_HEIGHT = 40;

function itemsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>("[role=menuitem]:not([aria-disabled=true])")];
}

function onMenuKeyDown(event: KeyboardEvent<HTMLDivElement>) {
  // A surrounding table handles arrow keys too.
  event.stopPropagation();
  if (event.key === "Tab") return event.currentTarget.hidePopover();
  const items = itemsOf(event.currentTarget);
  const index = items.findIndex((item) => item === document.activeElement);
  const next =
    items[
      itemAfter(
        event.key,
        index,
        items.map((item) => item.textContent ?? ""),
      )
    ];
  if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  next.focus();
}

/**
 * A menu of actions on the browser's popover: it is on top, closes on Escape
 * and on a press outside, and restores the focus, without a library.
 */
export function Menu({ label, items, trigger, align = "end" }: MenuProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<MenuPlace | null>(null);
  const open = place !== null;

  useEffect(() => {
    if (!open) return;
    // The position is fixed to the button, so the menu closes when the page scrolls.
    const hide = () => list.current?.hidePopover();
    window.addEventListener("scroll", hide, { capture: true, passive: true });
    window.addEventListener("resize", hide);
    return () => {
      window.removeEventListener("scroll", hide, { capture: true });
      window.removeEventListener("resize", hide);
    };
  }, [open]);

  function onBeforeToggle(event: ToggleEvent<HTMLDivElement>) {
    const button = document.querySelector(`[popovertarget="${id}"]`);
    if (event.newState === "closed" || !button) return;
    const viewport = { width: document.documentElement.clientWidth, height: innerHeight };
    const box = button.getBoundingClientRect();
    setPlace(placeMenu(box, items.length * ROW_HEIGHT, viewport, align));
  }

  function onToggle(event: ToggleEvent<HTMLDivElement>) {
    // Not earlier: the browser restores the focus only from an item that still exists.
    if (event.newState === "closed") return setPlace(null);
    itemsOf(event.currentTarget)[0]?.focus({ preventScroll: true });
  }

  function onKeyDown(event: KeyboardEvent<HTMLButtonElement>) {
    if (event.key !== "ArrowDown" || open) return;
    event.preventDefault();
    event.stopPropagation();
    document.getElementById(id)?.showPopover();
  }

  function select(item: MenuItem) {
    list.current?.hidePopover();
    item.onSelect?.();
  }

  const props: MenuTriggerProps = {
    "aria-haspopup": "menu",
    "aria-expanded": open,
    popoverTarget: id,
    onKeyDown,
  };
  return (
    <>
      {trigger ? trigger(props) : <IconButton {...props} label={label} icon={<EllipsisVertical />} />}
      <div
        ref={list}
        id={id}
        role="menu"
        aria-label={label}
        popover="auto"
        style={place ?? undefined}
        onBeforeToggle={onBeforeToggle}
        onToggle={onToggle}
        onKeyDown={onMenuKeyDown}
        className="fixed inset-auto m-0 min-w-44 rounded-md border border-line bg-raised p-1 text-left text-fg shadow-float"
      >
        {open && items.map((item) => <MenuRow key={item.label} item={item} select={() => select(item)} />)}
      </div>
    </>
  );
}
