import type { Page } from "@/lib/page";
import { withQuery } from "./query";

/** What <Pagination> needs for one page of a list at `path` with these filters; null when all of it is on the page. */
export function pageLinks(path: string, filters: Record<string, string>, page: Page<unknown>, noun: string) {
  const { before: _before, after: _after, ...kept } = filters;
  const { items, total, nextCursor, previousCursor } = page;
  if (nextCursor === null && previousCursor === null) return null;
  return {
    noun,
    summary: `${items.length.toLocaleString("en")} of ${total.toLocaleString("en")} ${noun}`,
    previousHref: previousCursor === null ? undefined : withQuery(path, { ...kept, before: previousCursor }),
    nextHref: nextCursor === null ? undefined : withQuery(path, { ...kept, after: nextCursor }),
  };
}
