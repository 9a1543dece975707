"use client";

import { useEffect, useRef } from "react";

const MARK = "latchkeyGuard";

/** The entry of our own, above the page's. Next keeps its own part of the state in it. */
function startGuard() {
  if (!isGuarding()) window.history.pushState({ [MARK]: true }, "");
}

function isGuarding(): boolean {
  const state: unknown = window.history.state;
  return typeof state === "object" && state !== null && MARK in state;
}

/** Takes the entry away again, unless the way out has replaced it. */
function endGuard() {
  if (isGuarding()) window.history.back();
}

/**
 * While `active`, leaving the page asks first: closing and reloading by the browser's own question, going back by
 * `onBack`. Going back within the console loads nothing, so that the browser would not ask: an entry of our own in the
 * history takes the press.
 */
export function useLeaveGuard(active: boolean, onBack: () => void): void {
  const latest = useRef(onBack);
  const ending = useRef<number | undefined>(undefined);
  useEffect(() => {
    latest.current = onBack;
  });

  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    const back = () => {
      startGuard();
      latest.current();
    };
    window.clearTimeout(ending.current);
    startGuard();
    window.addEventListener("beforeunload", ask);
    window.addEventListener("popstate", back);
    return () => {
      window.removeEventListener("beforeunload", ask);
      window.removeEventListener("popstate", back);
      ending.current = window.setTimeout(endGuard, 0);
    };
  }, [active]);
}
