"use client";

import { type FocusEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";

export interface DetailsMenuProps {
  /** The button's content. Its text is the accessible name. */
  button: ReactNode;
  children: ReactNode;
  /** Opens upwards: for the foot of the page. */
  up?: boolean;
}

/**
 * A menu that is a <details>: it opens without scripts too. With them it also closes
 * on Escape, on a press elsewhere, when the focus leaves and when a link was followed.
 */
export function DetailsMenu({ button, children, up }: DetailsMenuProps) {
  const ref = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState<boolean>();
  const close = () => ref.current?.removeAttribute("open");

  useEffect(() => {
    if (!open) return;
    const stop = new AbortController();
    const { signal } = stop;
    document.addEventListener(
      "pointerdown",
      ({ target }) => {
        if (target instanceof Node && !ref.current?.contains(target)) close();
      },
      { signal },
    );
    document.addEventListener(
      "keydown",
      ({ key }) => {
        if (key !== "Escape") return;
        close();
        ref.current?.querySelector("summary")?.focus();
      },
      { signal },
    );
    return () => stop.abort();
  }, [open]);

  function onBlur({ relatedTarget, currentTarget }: FocusEvent<HTMLDetailsElement>) {
    if (relatedTarget && !currentTarget.contains(relatedTarget)) close();
  }

  function onClick({ target }: MouseEvent<HTMLDetailsElement>) {
    if (target instanceof Element && target.closest("a")) close();
  }

  return (
    <details
      ref={ref}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      onBlur={onBlur}
      onClick={onClick}
      className="relative"
    >
      <summary
        role="button"
        aria-expanded={open ?? false}
        className="flex min-h-10 w-full items-center gap-2 rounded-md px-2 py-1.5 hover:bg-hover"
      >
        {button}
      </summary>
      <div
        className={cn(
          "absolute right-0 left-0 z-30 rounded-md border border-line bg-raised p-1 shadow-float",
          up ? "bottom-full mb-1" : "top-full mt-1",
        )}
      >
        {children}
      </div>
    </details>
  );
}
