"use client";

import { useEffect, useRef, useState } from "react";
import type { GrantableApi } from "@/lib/apis/dto";
import type { TokenPageContext } from "./token-page-context";

const TYPING_MS = 250;

/** What became of a search for APIs. */
export interface ApiSearchState {
  readonly text: string;
  readonly isPending: boolean;
  readonly hasFailed: boolean;
  /** How many APIs match. */
  readonly total: number;
  /** How many of these are shown. */
  readonly shown: number;
}

/** The APIs that a form offers, and a search for those that it does not. */
export interface OfferedApiSearch {
  /** All that the form has seen: the first ones and those that were found. */
  readonly known: readonly GrantableApi[];
  /** Whether the search shows an API. What is chosen is shown anyway. */
  readonly isShown: (identifier: string) => boolean;
  /** Null if all APIs are offered. */
  readonly search: ApiSearchState | null;
  readonly onSearch: (text: string) => void;
}

function merged(known: readonly GrantableApi[], found: readonly GrantableApi[]): readonly GrantableApi[] {
  return [...known, ...found.filter(({ identifier }) => !known.some((api) => api.identifier === identifier))];
}

/** Offers the first APIs of the page, and finds the others on request. */
export function useOfferedApis({ apis, apiTotal, actions, options }: TokenPageContext): OfferedApiSearch {
  const [known, setKnown] = useState(apis);
  const [found, setFound] = useState({ apis, total: apiTotal });
  const [{ text, isPending, hasFailed }, setState] = useState({ text: "", isPending: false, hasFailed: false });
  const timer = useRef<number | undefined>(undefined);
  const latest = useRef("");
  useEffect(() => () => window.clearTimeout(timer.current), []);

  async function find(search: string) {
    const result = await actions
      .searchApis({ organizationId: options.organization.id, search })
      .catch((error: unknown) => void console.error(error));
    if (latest.current !== search) return;
    setState((now) => ({ ...now, isPending: false, hasFailed: !result?.ok }));
    if (!result?.ok) return;
    setKnown((now) => merged(now, result.apis));
    setFound({ apis: result.apis, total: result.total });
  }

  function onSearch(typed: string) {
    const search = typed.trim();
    latest.current = search;
    setState({ text: typed, isPending: true, hasFailed: false });
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void find(search), TYPING_MS);
  }

  return {
    known,
    isShown: (identifier) => found.apis.some((api) => api.identifier === identifier),
    search:
      apiTotal > apis.length ? { text, isPending, hasFailed, total: found.total, shown: found.apis.length } : null,
    onSearch,
  };
}
