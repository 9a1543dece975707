"use client";

import { EllipsisVertical } from "lucide-react";
import { type KeyboardEvent, lazy, Suspense, useRef, useState } from "react";
import { IconButton } from "./icon-button";
import type { MenuProps } from "./menu-popup";

const load = () => import("./menu-popup");
const MenuPopup = lazy(load);

/** Starts loading the code of the menu. When that fails, opening the menu tries again. */
function preload() {
  load().catch(() => undefined);
}

/**
 * A ⋮ button with a menu of actions. Its code is loaded when a button is pointed at or focused, so that pages do not
 * pay for it earlier.
 */
export function Menu({ label, items }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [container, setContainer] = useState<HTMLElement>();

  function toggle(next: boolean) {
    // Inside a landmark, for screen readers that move between landmarks.
    if (next) setContainer(button.current?.closest("main") ?? document.body);
    setOpen(next);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "ArrowDown" || open) return;
    // A surrounding table handles arrow keys too.
    event.stopPropagation();
    event.preventDefault();
    toggle(true);
  }

  return (
    <>
      <IconButton
        ref={button}
        label={label}
        icon={<EllipsisVertical />}
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => toggle(!open)}
        onKeyDown={onKeyDown}
      />
      {container && (
        <Suspense fallback={null}>
          <MenuPopup
            label={label}
            items={items}
            open={open}
            onOpenChange={toggle}
            button={button}
            container={container}
          />
        </Suspense>
      )}
    </>
  );
}
