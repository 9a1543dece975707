"use client";

import { useEffect, useRef } from "react";
import { localizeTime } from "./live-time";
import { placeTip } from "./tooltip-place";

const DELAY_MS = 300;

function anchorOf(event: Event): HTMLElement | null {
  const target = event.target;
  if (!(target instanceof Element)) return null;
  localizeTime(target);
  return target.closest<HTMLElement>("[data-tooltip]");
}

function show(tip: HTMLElement, anchor: HTMLElement) {
  tip.textContent = anchor.dataset.tooltip || anchor.ariaLabel;
  if (!tip.textContent || !anchor.isConnected) return;
  tip.showPopover();
  const place = placeTip(anchor.getBoundingClientRect(), tip.getBoundingClientRect(), innerWidth);
  tip.style.top = `${place.top}px`;
  tip.style.left = `${place.left}px`;
}

function hide(tip: HTMLElement) {
  if (tip.matches(":popover-open")) tip.hidePopover();
}

/** Listens once for the whole page. Returns an unsubscribe function. */
function watch(tip: HTMLElement): () => void {
  const stop = new AbortController();
  let timer = 0;
  let current: HTMLElement | null = null;

  const leave = () => {
    window.clearTimeout(timer);
    current = null;
    hide(tip);
  };
  const enter = (event: Event, delay: number) => {
    if (event.target === tip) return;
    const anchor = anchorOf(event);
    if (anchor === current) return;
    leave();
    if (!anchor) return;
    current = anchor;
    timer = window.setTimeout(() => show(tip, anchor), delay);
  };
  const on = (name: string, listener: (event: Event) => void) =>
    document.addEventListener(name, listener, { signal: stop.signal, capture: true });

  on("pointerover", (event) => enter(event, DELAY_MS));
  on("focusin", (event) => {
    if (event.target instanceof Element && event.target.matches(":focus-visible")) enter(event, 0);
  });
  on("focusout", leave);
  on("pointerdown", leave);
  on("scroll", leave);
  on("keydown", (event) => {
    if (event instanceof KeyboardEvent && event.key === "Escape") leave();
  });
  return () => {
    leave();
    stop.abort();
  };
}

/**
 * The page's only tooltip. Any element with `data-tooltip="text"` gets it, on hover and
 * on keyboard focus; with an empty text it shows the element's `aria-label`. Escape hides
 * it. Fifty rows of icons need one listener.
 * It repeats the element's own label, so it is hidden from screen readers.
 */
export function TooltipLayer() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => (ref.current ? watch(ref.current) : undefined), []);
  return (
    <div
      ref={ref}
      popover="manual"
      aria-hidden
      className="pointer-events-auto fixed m-0 max-w-xs rounded-md bg-fg px-2 py-1 text-xs text-canvas"
    />
  );
}
