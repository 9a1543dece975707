"use client";

import { useEffect, useEffectEvent, useState } from "react";

/** How often readiness is asked while the database is not available, in ms. */
const RETRY_MS = 5_000;

async function isReady(): Promise<boolean> {
  const response = await fetch("/api/health/ready", { cache: "no-store" }).catch(() => null);
  return response?.ok ?? false;
}

/**
 * Whether a page failed because the server cannot use its database now. If so, calls `retry` as soon as it can again.
 * Used where the server cannot answer 503 itself: on a serverless host, and for a part of a page.
 */
export function useDatabaseRetry(retry: () => void): boolean {
  const [isAway, setIsAway] = useState(false);
  const onReady = useEffectEvent(retry);

  useEffect(() => {
    let timer: number | undefined;
    let isOver = false;
    const check = async (wasAway: boolean) => {
      const ready = await isReady();
      if (isOver) return;
      if (!ready) {
        setIsAway(true);
        timer = window.setTimeout(() => void check(true), RETRY_MS);
      } else if (wasAway) onReady();
    };
    void check(false);
    return () => {
      isOver = true;
      window.clearTimeout(timer);
    };
  }, []);

  return isAway;
}
