"use client";

import { useEffect } from "react";
import { refreshTimes } from "./live-time";

const TICK_MS = 30_000;

/** Keeps the times of lists current, once for the whole page. */
export function LiveTimes() {
  useEffect(() => {
    const timer = window.setInterval(() => refreshTimes(document, Date.now()), TICK_MS);
    return () => window.clearInterval(timer);
  }, []);
  return null;
}
