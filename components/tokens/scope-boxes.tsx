"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Fieldset } from "@/components/ui/fieldset";
import type { GrantableApi } from "@/lib/apis/dto";
import { ApiSearch } from "./api-search";
import type { ChosenScopes } from "./scope-choice";
import { NoScopes } from "./no-scopes";
import { ScopePicker, type ScopePickerProps } from "./scope-picker";
import type { OfferedApiSearch } from "./use-offered-apis";

interface Props {
  apis: readonly GrantableApi[];
  /** Which of them are shown, and the search for others. */
  offered: OfferedApiSearch;
  chosen: ChosenScopes;
  onChange: (chosen: ChosenScopes) => void;
  error?: string;
}

/** The scopes of the organization's APIs as checkboxes, an API at a time. */
export function ScopeBoxes({ apis, offered, chosen, onChange, error }: Props) {
  const shown = apis.filter(({ identifier }) => offered.isShown(identifier) || chosen[identifier]?.length);
  return (
    <Fieldset
      legend="API scopes"
      hint="What the token may do at your own APIs. A scope that is added later is not part of a choice made now."
      error={error}
    >
      {apis.length === 0 && <NoScopes />}
      {offered.search && <ApiSearch search={offered.search} onSearch={offered.onSearch} />}
      <div className="grid grid-cols-1 gap-3">
        {shown.map((api) => (
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

function ApiBoxes({ api, chosen, onChange }: ScopePickerProps) {
  const [isOpen] = useState(chosen.length > 0);
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
      <div className="border-t border-line p-4">
        <ScopePicker api={api} chosen={chosen} onChange={onChange} />
      </div>
    </details>
  );
}
