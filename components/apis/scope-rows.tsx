"use client";

import { Plus, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Fieldset } from "@/components/ui/fieldset";
import type { FieldErrors } from "@/components/ui/form-errors";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { MAX_SCOPE_DESCRIPTION_LENGTH, MAX_SCOPE_NAME_LENGTH } from "@/lib/apis/limits";
import { rowFields, SCOPE_LINES } from "./scope-input";

interface Props {
  legend: string;
  errors: FieldErrors;
  /** Scopes as lines, from a form without scripts that was refused. */
  lines?: string | undefined;
}

/** Scopes as rows of name and description, or one per line: for many at once, and without scripts. */
export function ScopeRows({ legend, errors, lines }: Props) {
  const [keys, setKeys] = useState([0]);
  const [added, setAdded] = useState<number | null>(null);
  const [linesOpen, setLinesOpen] = useState(Boolean(lines));
  const list = useRef<HTMLUListElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);

  if (errors[SCOPE_LINES] && !linesOpen) setLinesOpen(true);

  useEffect(() => {
    if (added === null) return;
    list.current?.querySelector<HTMLElement>(`[name="${rowFields(added).name}"]`)?.focus();
  }, [added]);

  function add() {
    const key = Math.max(-1, ...keys) + 1;
    setKeys([...keys, key]);
    setAdded(key);
  }
  function remove(key: number) {
    setKeys(keys.filter((other) => other !== key));
    setAdded(null);
    addButton.current?.focus();
  }
  return (
    <Fieldset
      legend={legend}
      hint="What a token may do at the API, such as “invoices:read”. A name cannot be changed later."
      error={errors.scopes}
    >
      <ul ref={list} className="grid gap-3">
        {keys.map((key, index) => (
          <ScopeRow key={key} id={key} position={index + 1} errors={errors} onRemove={() => remove(key)} />
        ))}
      </ul>
      <Button ref={addButton} size="sm" icon={<Plus aria-hidden />} className="mt-3 needs-script" onClick={add}>
        Add a scope
      </Button>
      <details className="mt-4" open={linesOpen} onToggle={(event) => setLinesOpen(event.currentTarget.open)}>
        <summary className="w-fit cursor-pointer rounded-md text-accent-text hover:underline">
          Enter many, one per line
        </summary>
        <Field
          label="One scope per line"
          optional
          className="mt-3"
          hint="The name, a space, and a description if you like. They are added to those above."
          error={errors[SCOPE_LINES]}
        >
          <Textarea
            name={SCOPE_LINES}
            rows={6}
            defaultValue={lines}
            spellCheck={false}
            autoCapitalize="none"
            placeholder={"invoices:read Read invoices\ninvoices:write Create and change invoices"}
            className="font-mono"
          />
        </Field>
      </details>
    </Fieldset>
  );
}

interface RowProps {
  id: number;
  position: number;
  errors: FieldErrors;
  onRemove: () => void;
}

function ScopeRow({ id, position, errors, onRemove }: RowProps) {
  const fields = rowFields(id);
  return (
    <li
      className={cn(
        "grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-2 gap-y-2 max-sm:rounded-md",
        "max-sm:border max-sm:border-line max-sm:p-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto]",
      )}
    >
      <Field label={<RowLabel first={position === 1} text="Scope" position={position} />} error={errors[fields.name]}>
        <Input
          name={fields.name}
          mono
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={MAX_SCOPE_NAME_LENGTH}
          placeholder={position === 1 ? "invoices:read" : undefined}
        />
      </Field>
      <Field
        label={<RowLabel first={position === 1} text="Description" position={position} />}
        className="max-sm:col-span-2 max-sm:row-start-2"
      >
        <Input
          name={fields.description}
          autoComplete="off"
          maxLength={MAX_SCOPE_DESCRIPTION_LENGTH}
          placeholder={position === 1 ? "Read invoices" : undefined}
        />
      </Field>
      <span className={cn("mt-7 needs-script", position > 1 && "sm:mt-2")}>
        <IconButton label={`Remove row ${position}`} icon={<X aria-hidden />} onClick={onRemove} />
      </span>
    </li>
  );
}

/** The label of a column, shown in the first row only where the rows are a table. */
function RowLabel({ first, text, position }: { first: boolean; text: string; position: number }) {
  return (
    <span className={first ? undefined : "sm:sr-only"}>
      {text}
      <span className="sr-only"> {position}</span>
    </span>
  );
}
