"use client";

import { type KeyboardEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { SearchInput } from "@/components/ui/search-input";
import type { GrantableApi, ScopeDto } from "@/lib/apis/dto";
import { foundScopes } from "./scope-choice";

export interface ScopePickerProps {
  api: GrantableApi;
  chosen: readonly string[];
  onChange: (scopes: readonly string[]) => void;
}

/** Enter in the search is no submit of the form around it. */
function keepEnter(event: KeyboardEvent) {
  if (event.key === "Enter") event.preventDefault();
}

/** The scopes of one API as checkboxes, with a search. */
export function ScopePicker({ api, chosen, onChange }: ScopePickerProps) {
  const [search, setSearch] = useState("");
  const found = foundScopes(api.scopes, search);
  const others = (scopes: readonly ScopeDto[]) => chosen.filter((name) => !scopes.some((scope) => scope.name === name));
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="flex flex-wrap gap-3">
        <SearchInput
          label={`Search scopes of ${api.name}`}
          placeholder="Search, or a prefix such as invoices:*"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={keepEnter}
          className="min-w-56 flex-1 basis-full sm:basis-0"
        />
        <Button
          disabled={found.length === 0}
          onClick={() => onChange([...others(found), ...found.map(({ name }) => name)])}
        >
          {search.trim() === "" ? "Choose all" : `Choose the ${found.length.toLocaleString("en")} found`}
        </Button>
        <Button disabled={chosen.length === 0} onClick={() => onChange([])}>
          Choose none
        </Button>
      </div>
      {found.length === 0 ? (
        <p className="text-muted">No scope matches “{search}”.</p>
      ) : (
        <div
          role="group"
          aria-label={`Scopes of ${api.name}`}
          className="grid max-h-80 gap-3 overflow-y-auto p-1 sm:grid-cols-2"
        >
          {found.map((scope) => (
            <Checkbox
              key={scope.name}
              label={<span className="font-mono break-all">{scope.name}</span>}
              hint={scope.description}
              checked={chosen.includes(scope.name)}
              onChange={(event) => onChange([...others([scope]), ...(event.target.checked ? [scope.name] : [])])}
            />
          ))}
        </div>
      )}
    </div>
  );
}
