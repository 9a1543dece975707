"use client";

import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Fieldset } from "@/components/ui/fieldset";
import { RadioGroup } from "@/components/ui/radio-group";
import type { GrantableApi } from "@/lib/apis/dto";
import { ApiSearch } from "./api-search";
import { NoScopes } from "./no-scopes";
import type { OfferedApiSearch } from "./use-offered-apis";

/** The identifiers of the APIs that a Verifier is bound to; null if it is not bound. */
export type ChosenBinding = readonly string[] | null;

export interface VerifyBoxesProps {
  apis: readonly GrantableApi[];
  /** Which of them are shown, and the search for others. */
  offered: OfferedApiSearch;
  chosen: ChosenBinding;
  onChange: (chosen: ChosenBinding) => void;
  error?: string;
}

const BINDINGS = [
  { value: "all", label: "All API tokens that it can reach", hint: "With their permissions and all their scopes." },
  { value: "some", label: "Only API tokens for some APIs", hint: "It sees scopes of these APIs, and nothing else." },
];

/** What a Verifier may check: all tokens, or those with scopes of some APIs. */
export default function VerifyBoxes({ apis, offered, chosen, onChange, error }: VerifyBoxesProps) {
  const id = useId();
  const shown = apis.filter(({ identifier }) => offered.isShown(identifier) || chosen?.includes(identifier));
  const toggle = (identifier: string, isChosen: boolean) => {
    const others = (chosen ?? []).filter((api) => api !== identifier);
    onChange(isChosen ? [...others, identifier] : others);
  };
  return (
    <div className="grid grid-cols-1 gap-4">
      <RadioGroup
        name={id}
        legend="What it verifies"
        options={BINDINGS}
        value={chosen === null ? "all" : "some"}
        onChange={(binding) => onChange(binding === "all" ? null : [])}
        error={chosen === null ? error : undefined}
      />
      {chosen !== null && (
        <Fieldset legend="APIs that it verifies tokens for" hint="With none, it accepts no token." error={error}>
          {apis.length === 0 && <NoScopes />}
          {offered.search && <ApiSearch search={offered.search} onSearch={offered.onSearch} />}
          {shown.map(({ identifier, name }) => (
            <Checkbox
              key={identifier}
              label={<span className="break-words">{name}</span>}
              hint={<span className="font-mono text-xs break-all">{identifier}</span>}
              checked={chosen.includes(identifier)}
              onChange={(event) => toggle(identifier, event.target.checked)}
            />
          ))}
        </Fieldset>
      )}
    </div>
  );
}
