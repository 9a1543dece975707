"use client";

import { useEffect, useState } from "react";
import type { Result } from "@/lib/platform/result/result";

/** What an action found, or that it has not answered yet, or could not. */
export type Loaded<T> = ({ readonly ok: true } & T) | "loading" | "failed";

/**
 * Runs an action when the component appears, and whenever `load` changes: memoize it. Null waits. An answer that comes
 * after a change, or after the component has gone, is dropped. A failure is logged: the page works without the answer.
 */
export function useLoaded<T extends object>(load: (() => Promise<Result<T>>) | null): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>("loading");
  useEffect(() => {
    let isCurrent = true;
    const settle = (now: Loaded<T>) => isCurrent && setLoaded(now);
    load?.().then(
      (result) => settle(result.ok ? result : "failed"),
      (error: unknown) => {
        console.error(error);
        settle("failed");
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [load]);
  return loaded;
}

/** The answer, or `otherwise` until there is one. */
export const loadedOr = <T, Other>(loaded: Loaded<T>, otherwise: Other) =>
  typeof loaded === "string" ? otherwise : loaded;
