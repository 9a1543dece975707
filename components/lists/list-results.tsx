import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { FailedState } from "@/components/ui/failed-state";
import { NothingFound } from "@/components/ui/nothing-found";
import { Pagination } from "@/components/ui/pagination";
import { SkeletonTable } from "@/components/ui/skeleton-table";
import type { Page } from "@/lib/platform/paging/page";
import type { Result } from "@/lib/platform/result/result";
import { clearHref, hrefOf, lastPageHref, type ListUrl, pageHrefs, pageInput, pageNumber } from "./list-url";
import { PAGE_SIZE } from "./page-size";
import { settled } from "./settled";
import { Streamed } from "./streamed";

export interface ListResultsProps<Item> {
  list: ListUrl;
  /** A promise that was started before this component renders. */
  load: Promise<Result<{ page: Page<Item> }>>;
  /** What is listed: "policies". */
  noun: string;
  /** The number of columns, for the skeleton. */
  columns: number;
  /** A description of the filter. Empty without a filter. */
  filter: string;
  /** Whether `load` counts the rows of all pages. True by default. */
  counted?: boolean;
  /** Shown when there are no rows at all. */
  empty: ReactNode;
  /** The rows. */
  children: (items: readonly Item[]) => ReactNode;
}

/** A list in one of its states: loading, filled, empty, nothing found, failed. */
export function ListResults<Item>(props: ListResultsProps<Item>) {
  return (
    <Streamed fallback={<SkeletonTable label={props.noun} columns={props.columns} />}>
      <Loaded {...props} />
    </Streamed>
  );
}

async function Loaded<Item>({ list, load, noun, filter, counted = true, empty, children }: ListResultsProps<Item>) {
  const result = await settled(load, `the list of ${noun} could not be read`);
  if (result === null) return <Failed noun={noun} href={hrefOf(list)} />;
  const isFirst = Object.keys(pageInput(list)).length === 0;
  if (!result.ok) return <NoSuchPage noun={noun} href={clearHref(list)} />;
  const { items, total } = result.page;
  // The last row of the last page is gone.
  if (items.length === 0 && !isFirst) redirect(lastPageHref(list, counted ? total : 0, PAGE_SIZE));
  if (items.length === 0)
    return filter ? <NothingFound noun={noun} filter={filter} clearHref={clearHref(list)} /> : empty;
  const known = counted ? { total } : {};
  return (
    <>
      <p role="status" className="sr-only">
        {filter && counted ? `${total.toLocaleString("en")} ${noun} found` : ""}
      </p>
      {children(items)}
      <Pagination
        noun={noun}
        from={(pageNumber(list) - 1) * PAGE_SIZE + 1}
        shown={items.length}
        {...known}
        {...pageHrefs(list, result.page)}
      />
    </>
  );
}

function NoSuchPage({ noun, href }: { noun: string; href: string }) {
  return (
    <FailedState
      title="This page of the list does not exist"
      action={<ButtonLink href={href}>Show the first {noun}</ButtonLink>}
    >
      The address may have been cut off.
    </FailedState>
  );
}

function Failed({ noun, href }: { noun: string; href: string }) {
  return (
    <FailedState title={`The ${noun} could not be loaded`} action={<ButtonLink href={href}>Try again</ButtonLink>}>
      Latchkey could not load them. Try again in a moment.
    </FailedState>
  );
}
