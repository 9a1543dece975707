"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { SearchInput } from "@/components/ui/search-input";
import { Select, type SelectOption } from "@/components/ui/select";
import { PERMISSION_LABELS } from "@/lib/authorization/labels";
import { PERMISSIONS } from "@/lib/authorization/permissions";
import { TOKEN_SEARCH_MAX, TOKEN_STATUSES } from "@/lib/tokens/limits";
import type { SpaceChoice } from "@/lib/tokens/facts";
import { STATUS_LABELS } from "./labels";
import { hrefOf, type ListView, orderOf, parseView } from "./list-view";

const TYPING_MS = 250;

const PERMISSION_OPTIONS: SelectOption[] = [
  { value: "", label: "Any permission" },
  ...PERMISSIONS.map((value) => ({ value, label: PERMISSION_LABELS[value].name })),
];
const STATUS_OPTIONS: SelectOption[] = [
  { value: "", label: "All but revoked" },
  ...TOKEN_STATUSES.map((value) => ({ value, label: STATUS_LABELS[value].label })),
];

function scopeOptions(spaces: readonly SpaceChoice[]): SelectOption[] {
  return [
    { value: "", label: "Any scope" },
    { value: "organization", label: "All spaces" },
    ...spaces.map(({ id, name }) => ({ value: id, label: name })),
  ];
}

function viewOf(form: HTMLFormElement): ListView {
  const entries = [...new FormData(form)].map(([key, value]) => [key, typeof value === "string" ? value : ""]);
  return parseView(Object.fromEntries(entries) as Record<string, string>);
}

/** Puts a view that came from elsewhere (a link, the back button) into the controls. */
function show(form: HTMLFormElement, view: ListView) {
  const values = { q: view.search, scope: view.scope, permission: view.permission, status: view.status, sort: orderOf(view) };
  for (const [name, value] of Object.entries(values)) {
    const control = form.elements.namedItem(name);
    if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) control.value = value ?? "";
  }
}

function useFilters(base: string, view: ListView) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<number | undefined>(undefined);
  const [pending, startTransition] = useTransition();
  const shown = hrefOf(base, { ...view, after: undefined, before: undefined, page: 1 });
  const asked = useRef(shown);

  useEffect(() => {
    if (form.current && asked.current !== shown) show(form.current, view);
    asked.current = shown;
    // What was typed meanwhile is ahead of the view, and wins.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shown]);

  function apply() {
    window.clearTimeout(timer.current);
    if (!form.current) return;
    const href = hrefOf(base, viewOf(form.current));
    if (href === asked.current) return;
    asked.current = href;
    startTransition(() => router.replace(href, { scroll: false }));
  }

  function applySoon() {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(apply, TYPING_MS);
  }

  return { form, pending, apply, applySoon };
}

export interface TokenFiltersProps {
  base: string;
  view: ListView;
  /** The scopes to choose from; none where the place is about one. */
  spaces: readonly SpaceChoice[] | null;
  /** The list. */
  children: ReactNode;
}

/** Search and filters over the list. A GET form: with scripts it follows what one types and chooses. */
export function TokenFilters({ base, view, spaces, children }: TokenFiltersProps) {
  const { form, pending, apply, applySoon } = useFilters(base, view);
  return (
    <>
      <form
        ref={form}
        action={base}
        role="search"
        aria-label="API tokens"
        className="mb-4 flex flex-wrap gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <input type="hidden" name="sort" defaultValue={orderOf(view)} />
        <SearchInput
          name="q"
          label="Search for names, descriptions"
          defaultValue={view.search}
          maxLength={TOKEN_SEARCH_MAX}
          onChange={applySoon}
          autoComplete="off"
          className="min-w-56 flex-1 basis-full sm:basis-0"
        />
        {spaces && <Filter name="scope" label="Scope" value={view.scope} options={scopeOptions(spaces)} onChange={apply} />}
        <Filter name="permission" label="Permission" value={view.permission} options={PERMISSION_OPTIONS} onChange={apply} />
        <Filter name="status" label="Status" value={view.status} options={STATUS_OPTIONS} onChange={apply} />
        <noscript>
          <Button type="submit">Filter</Button>
        </noscript>
      </form>
      <div aria-busy={pending} className={cn("transition-opacity duration-100", pending && "opacity-60")}>
        {children}
      </div>
    </>
  );
}

interface FilterProps {
  name: string;
  label: string;
  value: string | undefined;
  options: readonly SelectOption[];
  onChange: () => void;
}

function Filter({ value, label, ...rest }: FilterProps) {
  return <Select {...rest} aria-label={label} defaultValue={value ?? ""} className="min-w-36 max-sm:flex-1" />;
}
