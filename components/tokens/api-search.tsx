"use client";

import type { KeyboardEvent } from "react";
import { SearchInput } from "@/components/ui/search-input";
import type { ApiSearchState } from "./use-offered-apis";

interface Props {
  search: ApiSearchState;
  onSearch: (text: string) => void;
}

/** Enter in the search is no submit of the form around it. */
function keepEnter(event: KeyboardEvent) {
  if (event.key === "Enter") event.preventDefault();
}

/** The search for APIs where a form does not show all of them, and how many it shows. */
export function ApiSearch({ search, onSearch }: Props) {
  return (
    <div className="mb-3">
      <SearchInput
        label="Search APIs"
        placeholder="Search APIs by name or identifier"
        value={search.text}
        onChange={(event) => onSearch(event.target.value)}
        onKeyDown={keepEnter}
      />
      <p role="status" className="mt-1.5 text-muted tabular-nums">
        {describe(search)}
      </p>
    </div>
  );
}

function describe({ text, isPending, hasFailed, total, shown }: ApiSearchState): string {
  if (isPending) return "Searching…";
  if (hasFailed) return "The APIs could not be searched. Change the text to try again.";
  if (total === 0) return `No API with scopes matches “${text.trim()}”.`;
  if (shown < total)
    return `${shown.toLocaleString("en")} of ${total.toLocaleString("en")} APIs are shown. Search for the others.`;
  return total === 1 ? "1 API found." : `${total.toLocaleString("en")} APIs found.`;
}
