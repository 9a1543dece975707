"use client";

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";

const TICK_MS = 30_000;
const ServerTime = createContext<number | null>(null);

/** The server's time at rendering, so that the browser's first render has the same text. */
export function ClockProvider({ now, children }: { now: number; children: ReactNode }) {
  return <ServerTime value={now}>{children}</ServerTime>;
}

const watchers = new Set<() => void>();
let timer: number | undefined;
let current = 0;

function tick() {
  current = Date.now();
  watchers.forEach((notify) => notify());
}

/** One timer for all times on a page. */
function subscribe(notify: () => void): () => void {
  watchers.add(notify);
  timer ??= window.setInterval(tick, TICK_MS);
  return () => {
    watchers.delete(notify);
    if (watchers.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

function snapshot(): number {
  if (timer === undefined) current = Date.now();
  return current || (current = Date.now());
}

/** The time in ms, updated every 30 s, and whether the browser has taken over. */
export function useNow(): { now: number; live: boolean } {
  const serverNow = useContext(ServerTime);
  const now = useSyncExternalStore(subscribe, snapshot, () => serverNow ?? 0);
  const live = useSyncExternalStore(never, yes, no);
  return { now, live };
}

const never = () => () => undefined;
const yes = () => true;
const no = () => false;
