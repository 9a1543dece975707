"use client";

import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Fieldset } from "@/components/ui/fieldset";
import { RadioGroup } from "@/components/ui/radio-group";
import type { GrantableApi } from "@/lib/apis/dto";
import { ApiSearch } from "./api-search";
import type { ChosenIssues } from "./issue-choice";
import { NoScopes } from "./no-scopes";
import { ScopePicker } from "./scope-picker";
import type { OfferedApiSearch } from "./use-offered-apis";

export interface IssueBoxesProps {
  apis: readonly GrantableApi[];
  /** Which of them are shown, and the search for others. */
  offered: OfferedApiSearch;
  chosen: ChosenIssues;
  onChange: (chosen: ChosenIssues) => void;
  error?: string;
}

const HINT =
  "It may create, edit, rotate and delete tokens that have scopes of these APIs and nothing else. " +
  "They keep working when it is rotated or deleted.";

/** The APIs that an Issuer issues tokens for, each with all of its scopes or some. */
export default function IssueBoxes({ apis, offered, chosen, onChange, error }: IssueBoxesProps) {
  function choose(identifier: string, wanted: ChosenIssues[string] | undefined) {
    const { [identifier]: _before, ...others } = chosen;
    onChange(wanted === undefined ? others : { ...others, [identifier]: wanted });
  }
  const shown = apis.filter(({ identifier }) => offered.isShown(identifier) || chosen[identifier] !== undefined);
  return (
    <Fieldset legend="APIs that it issues tokens for" hint={HINT} error={error}>
      {apis.length === 0 && <NoScopes />}
      {offered.search && <ApiSearch search={offered.search} onSearch={offered.onSearch} />}
      <div className="grid grid-cols-1 gap-3">
        {shown.map((api) => (
          <ApiChoice
            key={api.identifier}
            api={api}
            wanted={chosen[api.identifier]}
            onChange={(wanted) => choose(api.identifier, wanted)}
          />
        ))}
      </div>
    </Fieldset>
  );
}

interface ApiProps {
  api: GrantableApi;
  wanted: ChosenIssues[string] | undefined;
  onChange: (wanted: ChosenIssues[string] | undefined) => void;
}

const AMOUNTS = [
  { value: "all", label: "All scopes", hint: "Also those that are added later." },
  { value: "some", label: "Only some scopes" },
];

function ApiChoice({ api, wanted, onChange }: ApiProps) {
  const id = useId();
  return (
    <div className="rounded-md border border-line">
      <Checkbox
        className="px-4 py-3"
        label={<span className="break-words">{api.name}</span>}
        hint={<span className="font-mono text-xs break-all">{api.identifier}</span>}
        checked={wanted !== undefined}
        onChange={(event) => onChange(event.target.checked ? "all" : undefined)}
      />
      {wanted !== undefined && (
        <div className="grid grid-cols-1 gap-4 border-t border-line p-4">
          <RadioGroup
            name={id}
            legend={`Scopes of ${api.name}`}
            options={AMOUNTS}
            value={wanted === "all" ? "all" : "some"}
            onChange={(amount) => onChange(amount === "all" ? "all" : [])}
          />
          {wanted !== "all" && <ScopePicker api={api} chosen={wanted} onChange={onChange} />}
        </div>
      )}
    </div>
  );
}
