/** The query of a page's URL, as Next gives it. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** What of a list's URL is set: search, filters, order and page, each a text. */
export type ListParams = Readonly<Record<string, string>>;

/** A list at its address. */
export interface ListUrl {
  readonly base: string;
  readonly params: ListParams;
}

/** Beyond any cursor or search text. */
const LONGEST = 1_000;
/** What belongs to one page, and not to the list. */
const OF_A_PAGE = ["after", "before", "page"];

/** The named parameters that are given once, and the page's; the rest is not the list's. */
export function readList(base: string, given: SearchParams, names: readonly string[]): ListUrl {
  const entries = [...names, ...OF_A_PAGE].map((name) => [name, given[name]] as const);
  const good = entries.filter((entry): entry is readonly [string, string] => typeof entry[1] === "string" && entry[1].trim() !== "" && entry[1].length <= LONGEST);
  return { base, params: Object.fromEntries(good) };
}

/** One of `choices`, when the parameter is. */
export function choiceOf<T extends string>({ params }: ListUrl, name: string, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === params[name]);
}

/** The order: `sort=-name` is by name, descending. */
export function orderOf<T extends string>({ params }: ListUrl, sorts: readonly T[], usual: T): { sort: T; direction: "asc" | "desc" } {
  const text = params.sort ?? usual;
  const sort = sorts.find((candidate) => candidate === text.replace(/^-/, ""));
  return { sort: sort ?? usual, direction: sort !== undefined && text.startsWith("-") ? "desc" : "asc" };
}

/** The page's number; it only tells the reader where they are, the cursor decides. */
export function pageNumber({ params }: ListUrl): number {
  const page = Number(params.page);
  return Number.isInteger(page) && page >= 1 && page <= 1_000_000 ? page : 1;
}

/** The address of the list with these parameters changed; an empty one goes. From its first page, unless one is named. */
export function hrefOf({ base, params }: ListUrl, changes: Readonly<Record<string, string | undefined>> = {}): string {
  const kept = Object.entries(params).filter(([name]) => !OF_A_PAGE.includes(name));
  const all = Object.entries({ ...Object.fromEntries(kept), ...changes });
  const query = new URLSearchParams(all.filter((entry): entry is [string, string] => Boolean(entry[1])));
  return query.size > 0 ? `${base}?${query.toString()}` : base;
}

/** The list by a column, or the other way round when it is already. */
export function sortHref(list: ListUrl, column: string, order: { sort: string; direction: "asc" | "desc" }): string {
  const reversed = order.sort === column && order.direction === "asc";
  return hrefOf(list, { sort: `${reversed ? "-" : ""}${column}` });
}

/** The addresses of the pages around this one. The first is always the plain one, so that it is a whole page. */
export function pageHrefs(list: ListUrl, page: { nextCursor: string | null; previousCursor: string | null }): { previousHref?: string; nextHref?: string } {
  const { nextCursor, previousCursor } = page;
  const number = pageNumber(list);
  const previous = number <= 2 ? {} : { before: previousCursor ?? undefined, page: String(number - 1) };
  return {
    ...(previousCursor !== null && { previousHref: hrefOf(list, previous) }),
    ...(nextCursor !== null && { nextHref: hrefOf(list, { after: nextCursor, page: String(number + 1) }) }),
  };
}

/** The page that the URL asks for. */
export function pageInput({ params }: ListUrl): { after?: string; before?: string } {
  if (params.before) return { before: params.before };
  return params.after ? { after: params.after } : {};
}
