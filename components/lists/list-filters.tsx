"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { SearchInput } from "@/components/ui/search-input";
import { Select, type SelectOption } from "@/components/ui/select";
import { PastedToken } from "@/components/pasted-token/pasted-token";
import { LIST_FIELD, type ListUrl, MAX_SEARCH_INPUT_LENGTH } from "./list-url";
import { useFilters } from "./use-filters";

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
  filters?: readonly ListFilter[];
  /** Parameters without a control. Changing a filter keeps them. */
  hidden?: readonly string[];
  /** Further controls, after the filters. */
  controls?: ReactNode;
  /** The list. */
  children: ReactNode;
}

/** Search and filters of a list, which update on input. Without scripts it is a form with a button. */
export function ListFilters({
  list,
  label,
  searchLabel,
  filters = [],
  hidden = ["sort"],
  controls,
  children,
}: ListFiltersProps) {
  const { pending, formProps, pasted, submit } = useFilters(list);
  const { params } = list;
  return (
    <>
      <form {...formProps} role="search" aria-label={label} className="mb-4 flex flex-wrap items-end gap-3">
        <input type="hidden" name={LIST_FIELD} value={list.base} />
        {hidden.map(
          (name) => params[name] && <input key={name} type="hidden" name={name} defaultValue={params[name]} />,
        )}
        <SearchInput
          name="q"
          label={searchLabel}
          defaultValue={params.q}
          maxLength={MAX_SEARCH_INPUT_LENGTH}
          autoComplete="off"
          className={cn("min-w-56 flex-1 basis-full", filters.length > 2 ? "xl:basis-0" : "sm:basis-0")}
        />
        {filters.map((filter) => (
          <Select
            key={filter.name}
            name={filter.name}
            aria-label={filter.label}
            options={filter.options}
            defaultValue={params[filter.name] ?? ""}
            className="min-w-36 max-sm:flex-1 sm:max-w-48"
          />
        ))}
        {controls}
        <noscript>
          <Button type="submit">Filter</Button>
        </noscript>
      </form>
      <PastedToken state={pasted} submit={submit} />
      <div aria-busy={pending} className={cn("transition-opacity duration-100", pending && "opacity-60")}>
        {children}
      </div>
    </>
  );
}
