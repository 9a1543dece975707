import { SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { ButtonLink } from "./button-link";
import { EmptyState } from "./empty-state";

export interface NothingFoundProps {
  /** What was searched: "API tokens". */
  noun: string;
  /** The filter in words: `named “ci”, status live`. */
  filter: ReactNode;
  /** The same list without the filter. */
  clearHref: string;
}

export function NothingFound({ noun, filter, clearHref }: NothingFoundProps) {
  return (
    <EmptyState
      icon={<SearchX />}
      title={`No ${noun} found`}
      action={<ButtonLink href={clearHref}>Clear filter</ButtonLink>}
    >
      Nothing matches {filter}.
    </EmptyState>
  );
}
