"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { SearchInput } from "@/components/ui/search-input";
import { Select, type SelectOption } from "@/components/ui/select";
import { hrefOf, type ListUrl } from "./list-url";

const TYPING_MS = 250;

export interface ListFilter {
  name: string;
  label: string;
  /** The first is "no filter", with an empty value. */
  options: readonly SelectOption[];
}

export interface ListFiltersProps {
  list: ListUrl;
  /** What is listed: "Policies". */
  label: string;
  searchLabel: string;
  filters: readonly ListFilter[];
  /** The list. */
  children: ReactNode;
}

function textsOf(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value.trim() : ""]));
}

/** Puts parameters that came from elsewhere (a link, the back button) into the controls. */
function show(form: HTMLFormElement, { params }: ListUrl) {
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) control.value = params[control.name] ?? "";
  }
}

function useFilters(list: ListUrl) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<number | undefined>(undefined);
  const [pending, startTransition] = useTransition();
  const shown = hrefOf(list);
  const asked = useRef(shown);

  useEffect(() => {
    if (form.current && asked.current !== shown) show(form.current, list);
    asked.current = shown;
    // What was typed meanwhile is ahead of the view, and wins.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shown]);

  function apply() {
    window.clearTimeout(timer.current);
    if (!form.current) return;
    const href = hrefOf({ base: list.base, params: textsOf(form.current) });
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

/** Search and filters over a list. A GET form: with scripts it follows what one types and chooses. */
export function ListFilters({ list, label, searchLabel, filters, children }: ListFiltersProps) {
  const { form, pending, apply, applySoon } = useFilters(list);
  const { params } = list;
  return (
    <>
      <form
        ref={form}
        action={list.base}
        role="search"
        aria-label={label}
        className="mb-4 flex flex-wrap gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        {params.sort && <input type="hidden" name="sort" defaultValue={params.sort} />}
        <SearchInput name="q" label={searchLabel} defaultValue={params.q} maxLength={200} onChange={applySoon} autoComplete="off" className="min-w-56 flex-1 basis-full sm:basis-0" />
        {filters.map(({ options, ...filter }) => (
          <Select key={filter.name} name={filter.name} aria-label={filter.label} options={options} defaultValue={params[filter.name] ?? ""} onChange={apply} className="min-w-44 max-sm:flex-1" />
        ))}
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
