import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { FailedState } from "@/components/ui/failed-state";
import { NothingFound } from "@/components/ui/nothing-found";
import { Pagination } from "@/components/ui/pagination";
import type { Page } from "@/lib/page";
import type { Result } from "@/lib/result";
import { settled } from "@/components/tokens/settled";
import { hrefOf, type ListUrl, pageHrefs, pageNumber } from "./list-url";

export const PAGE_SIZE = 50;

export interface ListResultsProps<Item> {
  list: ListUrl;
  /** Under way since before this is rendered. */
  load: Promise<Result<{ page: Page<Item> }>>;
  /** What is listed: "policies". */
  noun: string;
  /** The filter in words; empty without one. */
  filter: string;
  /** The same order without the filter. */
  clearHref: string;
  /** Where there is nothing at all. */
  empty: ReactNode;
  /** The rows. */
  children: (items: readonly Item[]) => ReactNode;
}

/** A list in one of its states: filled, empty, nothing found, failed. Loading is its caller's fallback. */
export async function ListResults<Item>({ list, load, noun, filter, clearHref, empty, children }: ListResultsProps<Item>) {
  const result = await settled(load, `the list of ${noun} could not be read`);
  if (result === null) return <Failed noun={noun} href={hrefOf(list)} />;
  if (!result.ok) return <NoSuchPage noun={noun} href={list.base} />;
  const { page } = result;
  if (page.total === 0) return filter ? <NothingFound noun={noun} filter={filter} clearHref={clearHref} /> : empty;
  if (page.items.length === 0) return <NoSuchPage noun={noun} href={hrefOf(list)} />;
  return (
    <>
      <p role="status" className="sr-only">
        {filter ? `${page.total.toLocaleString("en")} ${noun} found` : ""}
      </p>
      {children(page.items)}
      <Pagination noun={noun} from={(pageNumber(list) - 1) * PAGE_SIZE + 1} shown={page.items.length} total={page.total} {...pageHrefs(list, page)} />
    </>
  );
}

function NoSuchPage({ noun, href }: { noun: string; href: string }) {
  return (
    <FailedState title="This page of the list does not exist" action={<ButtonLink href={href}>Show the first {noun}</ButtonLink>}>
      The list has become shorter, or the address was cut off.
    </FailedState>
  );
}

function Failed({ noun, href }: { noun: string; href: string }) {
  return (
    <FailedState title={`The ${noun} could not be loaded`} action={<ButtonLink href={href}>Try again</ButtonLink>}>
      The database did not answer. Nothing was changed.
    </FailedState>
  );
}
