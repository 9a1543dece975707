"use client";

import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Fieldset } from "@/components/ui/fieldset";
import { SearchInput } from "@/components/ui/search-input";
import type { GrantableApi, ScopeDto } from "@/lib/apis/dto";
import { type ChosenScopes, foundScopes } from "./scope-choice";

interface Props {
  apis: readonly GrantableApi[];
  chosen: ChosenScopes;
  onChange: (chosen: ChosenScopes) => void;
  error?: string;
}

/** The scopes of the organization's APIs as checkboxes, an API at a time. */
export function ScopeBoxes({ apis, chosen, onChange, error }: Props) {
  return (
    <Fieldset
      legend="API scopes"
      hint="What the token may do at your own APIs. A scope that is added later is not part of a choice made now."
      error={error}
    >
      <div className="grid grid-cols-1 gap-3">
        {apis.map((api) => (
          <ApiBoxes
            key={api.identifier}
            api={api}
            chosen={chosen[api.identifier] ?? []}
            onChange={(scopes) => onChange({ ...chosen, [api.identifier]: scopes })}
          />
        ))}
      </div>
    </Fieldset>
  );
}

interface ApiProps {
  api: GrantableApi;
  chosen: readonly string[];
  onChange: (scopes: readonly string[]) => void;
}

/** Enter in the search is no submit of the form around it. */
function keepEnter(event: KeyboardEvent) {
  if (event.key === "Enter") event.preventDefault();
}

function ApiBoxes({ api, chosen, onChange }: ApiProps) {
  const [search, setSearch] = useState("");
  const [isOpen] = useState(chosen.length > 0);
  const found = foundScopes(api.scopes, search);
  const others = (scopes: readonly ScopeDto[]) => chosen.filter((name) => !scopes.some((scope) => scope.name === name));
  return (
    <details open={isOpen} className="group rounded-md border border-line">
      <summary className="flex cursor-pointer items-start gap-2 rounded-md px-4 py-3">
        <ChevronRight aria-hidden className="mt-0.5 size-4 shrink-0 transition-transform group-open:rotate-90" />
        <span className="min-w-0">
          <span className="font-medium break-words">{api.name}</span>{" "}
          <span className="text-muted tabular-nums">
            {chosen.length.toLocaleString("en")} of {api.scopes.length.toLocaleString("en")} chosen
          </span>
          <span className="block font-mono text-xs break-all text-muted">{api.identifier}</span>
        </span>
      </summary>
      <div className="grid grid-cols-1 gap-4 border-t border-line p-4">
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
    </details>
  );
}
