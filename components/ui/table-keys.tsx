"use client";

import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { rowAfter } from "./row-after";

const CONTROLS = ":is(a[href], button, input, select, textarea, summary):not([role=menuitem])";

function rowsOf(container: HTMLElement): HTMLElement[] {
  return [...container.querySelectorAll<HTMLElement>("tbody > tr")];
}

function controlsOf(row: HTMLElement): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>(CONTROLS)];
}

/** Exactly one row is a tab stop: the last one visited. */
function markStop(rows: HTMLElement[], stop: HTMLElement | undefined) {
  rows.forEach((row) => row.setAttribute("tabindex", row === stop ? "0" : "-1"));
}

/** The same control in the next row, or the row itself. */
function counterpart(from: HTMLElement, row: HTMLElement, next: HTMLElement): HTMLElement {
  const column = from === row ? -1 : controlsOf(row).indexOf(from);
  return controlsOf(next)[column] ?? next;
}

function usesArrows(target: HTMLElement): boolean {
  return target.matches("input, select, textarea, [aria-expanded=true]");
}

function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
  const { target, currentTarget, key } = event;
  if (!(target instanceof HTMLElement) || !currentTarget.contains(target)) return;
  const row = target.closest<HTMLElement>("tbody > tr");
  if (!row || usesArrows(target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (key === "Enter" && target === row) {
    row.querySelector<HTMLElement>("[data-row-link]")?.click();
    return;
  }
  const rows = rowsOf(currentTarget);
  const next = rows[rowAfter(key, rows.indexOf(row), rows.length)];
  if (!next) return;
  event.preventDefault();
  counterpart(target, row, next).focus();
}

/** Arrow keys, Home and End move between rows; Enter opens. Without scripts the links still work. */
export function TableKeys({ children, className }: { children: ReactNode; className?: string }) {
  const ref = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!ref.current) return;
    const rows = rowsOf(ref.current);
    if (!rows.some((row) => row.tabIndex === 0)) markStop(rows, rows[0]);
  });

  function onFocus(event: FocusEvent<HTMLDivElement>) {
    const row = event.target.closest<HTMLElement>("tbody > tr");
    if (row) markStop(rowsOf(event.currentTarget), row);
  }

  return (
    <div ref={ref} onKeyDown={onKeyDown} onFocus={onFocus} className={className}>
      {children}
    </div>
  );
}
