"use client";

import {
  type ComponentProps,
  lazy,
  type ReactElement,
  type ReactNode,
  type RefObject,
  Suspense,
  useRef,
  useState,
} from "react";
import { EllipsisVertical } from "lucide-react";
import { IconButton } from "./icon-button";

const load = () => import("./menu-popup");
const MenuPopup = lazy(load);

export interface MenuItem {
  label: string;
  icon?: ReactNode;
  /** Goes somewhere… */
  href?: string;
  /** …or does something. */
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
  /** A ⋮ button unless given; called with the props that make it the menu's button. */
  trigger?: (props: MenuTriggerProps) => ReactElement;
  align?: "start" | "end";
}

export type MenuTriggerProps = Pick<
  ComponentProps<"button">,
  "aria-haspopup" | "aria-expanded" | "onClick" | "onKeyDown" | "onPointerEnter" | "onFocus"
> & { ref: RefObject<HTMLButtonElement | null> };

/** A menu of actions. Its code is fetched when the pointer or the focus comes near. */
export function Menu({ label, items, trigger, align = "end" }: MenuProps) {
  const ref = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);

  function show(next: boolean) {
    if (next) setWanted(true);
    setOpen(next);
  }

  const props: MenuTriggerProps = {
    ref,
    "aria-haspopup": "menu",
    "aria-expanded": open,
    onClick: () => show(!open),
    onKeyDown: (event) => {
      if (event.key !== "ArrowDown" || open) return;
      event.preventDefault();
      event.stopPropagation();
      show(true);
    },
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
  };
  return (
    <>
      {trigger ? trigger(props) : <IconButton {...props} label={label} icon={<EllipsisVertical />} />}
      {wanted && (
        <Suspense fallback={null}>
          <MenuPopup
            label={label}
            items={items}
            align={align}
            anchor={ref}
            open={open}
            onOpenChange={show}
          />
        </Suspense>
      )}
    </>
  );
}
