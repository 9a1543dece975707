import { PERMISSIONS, type Permission } from "@/lib/authorization/permissions";
import { TOKEN_SEARCH_MAX, TOKEN_SORTS, TOKEN_STATUSES, type TokenSort, type TokenStatus } from "@/lib/tokens/limits";
import type { ListTokensQuery } from "@/lib/tokens/schema";
import type { TokenPlace } from "./place";

export const PAGE_SIZE = 50;

/** One view of the token list: all of it stands in the URL, and nothing else does. */
export interface ListView {
  readonly search: string;
  readonly status: TokenStatus | undefined;
  readonly permission: Permission | undefined;
  readonly scope: string | undefined;
  readonly sort: TokenSort;
  readonly direction: "asc" | "desc";
  readonly after: string | undefined;
  readonly before: string | undefined;
  /** Only tells the reader where they are; the cursor decides. */
  readonly page: number;
}

export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

const FIRST: Pick<ListView, "after" | "before" | "page"> = { after: undefined, before: undefined, page: 1 };
/** The direction that a column is first sorted in. */
const NATURAL = { name: "asc", created: "desc", lastUsed: "desc", expires: "asc" } as const satisfies Record<TokenSort, "asc" | "desc">;
const DEFAULT_SORT = "created";

function one(params: SearchParams, key: string): string {
  const value = params[key];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

function among<T extends string>(choices: readonly T[], value: string): T | undefined {
  return choices.find((choice) => choice === value);
}

/** Reads a view from the URL. What makes no sense there is left out. */
export function parseView(params: SearchParams): ListView {
  const order = one(params, "sort");
  const sort = among(TOKEN_SORTS, order.replace(/^-/, ""));
  const page = Number.parseInt(one(params, "page"), 10);
  return {
    search: one(params, "q").trim().slice(0, TOKEN_SEARCH_MAX),
    status: among(TOKEN_STATUSES, one(params, "status")),
    permission: among(PERMISSIONS, one(params, "permission")),
    scope: one(params, "scope") || undefined,
    sort: sort ?? DEFAULT_SORT,
    direction: sort === undefined ? NATURAL[DEFAULT_SORT] : order.startsWith("-") ? "desc" : "asc",
    after: one(params, "after") || undefined,
    before: one(params, "before") || undefined,
    page: page >= 1 && page <= 1_000_000 ? page : 1,
  };
}

/** The order as the URL has it: a column, with a minus for descending; empty for the usual one. */
export function orderOf({ sort, direction }: ListView): string {
  const isUsual = sort === DEFAULT_SORT && direction === NATURAL[DEFAULT_SORT];
  return isUsual ? "" : `${direction === "desc" ? "-" : ""}${sort}`;
}

/** The path and query of a view; what is as by default stays out. */
export function hrefOf(base: string, view: ListView): string {
  const parts: readonly (readonly [string, string | undefined])[] = [
    ["q", view.search],
    ["scope", view.scope],
    ["permission", view.permission],
    ["status", view.status],
    ["sort", orderOf(view)],
    ["after", view.after],
    ["before", view.before],
    ["page", view.page > 1 ? String(view.page) : undefined],
  ];
  const query = new URLSearchParams(parts.flatMap(([key, value]) => (value ? [[key, value]] : [])));
  return query.size > 0 ? `${base}?${query.toString()}` : base;
}

/** The list sorted by a column, or the other way round when it already is; from its first page. */
export function sortHref(base: string, view: ListView, sort: TokenSort): string {
  const reversed = view.direction === "asc" ? "desc" : "asc";
  return hrefOf(base, { ...view, ...FIRST, sort, direction: view.sort === sort ? reversed : NATURAL[sort] });
}

export function nextHref(base: string, view: ListView, cursor: string | null): string | undefined {
  if (cursor === null) return undefined;
  return hrefOf(base, { ...view, after: cursor, before: undefined, page: view.page + 1 });
}

/** The page before; the first one by its plain address, so that it is always the whole first page. */
export function previousHref(base: string, view: ListView, cursor: string | null): string | undefined {
  if (view.page <= 2) return view.page === 2 || cursor !== null ? hrefOf(base, { ...view, ...FIRST }) : undefined;
  return cursor === null ? undefined : hrefOf(base, { ...view, before: cursor, after: undefined, page: view.page - 1 });
}

/** The same order without any filter. */
export function clearHref(base: string, view: ListView): string {
  return hrefOf(base, { ...view, ...FIRST, search: "", status: undefined, permission: undefined, scope: undefined });
}

export function isFiltered(view: ListView): boolean {
  return Boolean(view.search || view.status || view.permission || view.scope);
}

/** Statuses by the filter's choice: a token that expires soon is live. */
function statusesOf(status: TokenStatus | undefined): TokenStatus[] {
  if (status === undefined) return [];
  return status === "live" ? ["live", "expiring"] : [status];
}

/** What the list is asked for. A place that is about one scope knows no other. */
export function queryOf(place: TokenPlace, view: ListView): ListTokensQuery {
  return {
    search: view.search,
    status: statusesOf(view.status),
    permission: view.permission ? [view.permission] : [],
    scope: place.scope ?? view.scope,
    sort: view.sort,
    direction: view.direction,
    after: view.before ? undefined : view.after,
    before: view.before,
    limit: PAGE_SIZE,
  };
}
