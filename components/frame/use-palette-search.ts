"use client";

import { useEffect, useState } from "react";
import { readPasted } from "@/lib/tokens/pasted-token";
import type { FramePalette, PaletteEntry } from "./types";

const PAUSE_MS = 150;
/** The longest search text that the server takes. */
const MAX_LENGTH = 200;

export interface PaletteSearch {
  found: PaletteEntry[];
  state: "idle" | "searching" | "failed";
}

const IDLE: PaletteSearch = { found: [], state: "idle" };

/** Of a text with a token only the token, which is looked up. */
function searchedFor(query: string): string {
  const pasted = readPasted(query);
  return pasted.kind === "token" ? pasted.token : query.trim().slice(0, MAX_LENGTH);
}

/** Queries the server when typing pauses. Answers to older queries are dropped. */
export function usePaletteSearch(query: string, search: FramePalette["search"]): PaletteSearch {
  const asked = searchedFor(query);
  const [answer, setAnswer] = useState<{ asked: string } & PaletteSearch>({ asked: "", ...IDLE });

  useEffect(() => {
    if (!search || !asked) return;
    let stale = false;
    const settle = (result: PaletteSearch) => {
      if (!stale) setAnswer({ asked, ...result });
    };
    const timer = window.setTimeout(() => {
      search(asked).then(
        (found) => settle(found ? { found, state: "idle" } : { found: [], state: "failed" }),
        () => settle({ found: [], state: "failed" }),
      );
    }, PAUSE_MS);
    return () => {
      stale = true;
      window.clearTimeout(timer);
    };
  }, [asked, search]);

  if (!search || !asked) return IDLE;
  return answer.asked === asked ? answer : { found: answer.found, state: "searching" };
}
