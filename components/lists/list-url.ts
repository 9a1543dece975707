import { type PastedText, readPasted } from "@/lib/tokens/pasted-token";

/** The query of a page's URL, as Next gives it. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** The parameters of a list's URL: search, filters, order and page. */
export type ListParams = Readonly<Record<string, string>>;

/** A list and its URL. The URL holds the whole view, so reload and back show the same. */
export interface ListUrl {
  readonly base: string;
  /** The list's parameters besides those of paging, in the order in which URLs have them. */
  readonly names: readonly string[];
  readonly params: ListParams;
}

export type Direction = "asc" | "desc";

export interface Order<Sort extends string = string> {
  readonly sort: Sort;
  readonly direction: Direction;
}

/** Longer than any cursor or search text. */
const MAX_LENGTH = 1_000;
/** The maximum length of a search text. */
export const MAX_SEARCH_LENGTH = 200;
/** What a search box takes. Longer than a search text, so that no pasted token is cut in two. */
export const MAX_SEARCH_INPUT_LENGTH = 10_000;
/** The hidden field of a search form that has the list's path. No parameter of a list has this name. */
export const LIST_FIELD = "base";
/** The parameters of paging. */
const OF_A_PAGE = ["after", "before", "last", "page"];

type PastedSecret = Exclude<PastedText, { readonly kind: "text" }>;

/**
 * The secret in a text of a list's form, or null. A search text may not be a part of a token either. Texts of other
 * fields may: ids that are not Latchkey's can look like one.
 */
function secretIn(name: string, text: string): PastedSecret | null {
  const pasted = readPasted(text);
  if (pasted.kind === "text" || (pasted.kind === "part" && name !== "q")) return null;
  return pasted;
}

/** The first field of a list's form that has a token, which must not become part of a URL. Null if none has. */
export function pastedSecret(values: FormData): { readonly field: string; readonly pasted: PastedSecret } | null {
  for (const [field, text] of values) {
    const isOurs = field === LIST_FIELD || field.startsWith("$"); // React's fields of an action
    const pasted = isOurs || typeof text !== "string" ? null : secretIn(field, text);
    if (pasted) return { field, pasted };
  }
  return null;
}

/**
 * The named parameters that occur once, and those of paging. Others are ignored, and so is a text with a token: no link
 * of the page repeats it.
 */
export function readList(base: string, given: SearchParams, names: readonly string[]): ListUrl {
  const entries = [...names, ...OF_A_PAGE].map((name) => [name, given[name]] as const);
  const good = entries.filter(
    (entry): entry is readonly [string, string] =>
      typeof entry[1] === "string" &&
      entry[1].trim() !== "" &&
      entry[1].length <= MAX_LENGTH &&
      (OF_A_PAGE.includes(entry[0]) || secretIn(entry[0], entry[1]) === null),
  );
  return { base, names, params: Object.fromEntries(good) };
}

/**
 * Whether a URL's query has a token, or a large part of one, in a name or a value. Malformed escapes count as text, as
 * for the server.
 */
export function hasTokenPart(query: string): boolean {
  return [...new URLSearchParams(query)].flat().some((text) => readPasted(text).kind !== "text");
}

/** The search text. Empty for none. */
export function searchOf({ params }: ListUrl): string {
  return (params.q ?? "").trim().slice(0, MAX_SEARCH_LENGTH);
}

/** The parameter, if it is one of `choices`. */
export function choiceOf<T extends string>({ params }: ListUrl, name: string, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice === params[name]);
}

function readOrder<T extends string>(text: string | undefined, sorts: readonly T[]): Order<T> | undefined {
  const sort = sorts.find((candidate) => candidate === text?.replace(/^-/, ""));
  return sort && { sort, direction: text?.startsWith("-") ? "desc" : "asc" };
}

/** The order: `sort=-name` is by name, descending. `defaultOrder` has the same form. */
export function orderOf<T extends string>(
  { params }: ListUrl,
  sorts: readonly T[],
  defaultOrder: T | `-${T}`,
): Order<T> {
  const order = readOrder(params.sort, sorts) ?? readOrder(defaultOrder, sorts);
  if (!order) throw new Error(`no list is ordered by ${defaultOrder}`);
  return order;
}

/** The page number. It is for display only; the cursor decides. */
export function pageNumber({ params }: ListUrl): number {
  const page = Number(params.page);
  return Number.isInteger(page) && page >= 1 && page <= 1_000_000 ? page : 1;
}

/**
 * The URL of the list with these parameters changed; an empty one is removed. Starts at the first page unless one is
 * named.
 */
export function hrefOf(
  { base, names, params }: ListUrl,
  changes: Readonly<Record<string, string | undefined>> = {},
): string {
  const kept = Object.fromEntries(names.map((name) => [name, params[name]] as const));
  const all = Object.entries({ ...kept, ...changes });
  const query = new URLSearchParams(all.filter((entry): entry is [string, string] => Boolean(entry[1])));
  return query.size > 0 ? `${base}?${query.toString()}` : base;
}

/** The URL of the unfiltered list, in the same order. */
export function clearHref(list: ListUrl): string {
  return hrefOf({ ...list, names: ["sort"] });
}

/** The URL of the list sorted by a column, reversed if it already is. `first` is the initial direction. */
export function sortHref(list: ListUrl, column: string, order: Order, first: Direction = "asc"): string {
  const reversed = order.direction === "asc" ? "desc" : "asc";
  const direction = order.sort === column ? reversed : first;
  return hrefOf(list, { sort: `${direction === "desc" ? "-" : ""}${column}` });
}

/** The URLs of the previous and next pages. The first page never has a cursor, so that it is always full. */
export function pageHrefs(
  list: ListUrl,
  page: { nextCursor: string | null; previousCursor: string | null },
): { previousHref?: string; nextHref?: string } {
  const { nextCursor, previousCursor } = page;
  const number = pageNumber(list);
  const previous = number <= 2 ? {} : { before: previousCursor ?? undefined, page: String(number - 1) };
  return {
    ...((previousCursor !== null || number === 2) && { previousHref: hrefOf(list, previous) }),
    ...(nextCursor !== null && { nextHref: hrefOf(list, { after: nextCursor, page: String(number + 1) }) }),
  };
}

/** The URL of the last page of a list with `total` items, `size` a page. */
export function lastPageHref(list: ListUrl, total: number, size: number): string {
  return total <= size ? hrefOf(list) : hrefOf(list, { last: "1", page: String(Math.ceil(total / size)) });
}

/** The page that the URL asks for. */
export function pageInput({ params }: ListUrl): { after?: string; before?: string; last?: true } {
  if (params.last) return { last: true };
  if (params.before) return { before: params.before };
  return params.after ? { after: params.after } : {};
}
