import { PAGE_SIZE } from "@/components/lists/page-size";
import {
  choiceOf,
  type Direction,
  type ListUrl,
  type Order,
  orderOf,
  pageInput,
  readList,
  searchOf,
  type SearchParams,
} from "@/components/lists/list-url";
import { PERMISSIONS } from "@/lib/access/authorization/permissions";
import { identifierSchema, scopeName } from "@/lib/apis/schema";
import { id as idSchema } from "@/lib/platform/validation/fields";
import {
  MAX_UNUSED_DAYS,
  SUBJECT,
  TOKEN_SORTS,
  TOKEN_STATUSES,
  type TokenSort,
  type TokenStatus,
} from "@/lib/tokens/limits";
import type { ListTokensQuery } from "@/lib/tokens/schema";
import type { TokenRoutes } from "./token-routes";

/** The direction that a column is first sorted in. */
export const FIRST_DIRECTION = {
  name: "asc",
  created: "desc",
  lastUsed: "desc",
  expires: "asc",
} as const satisfies Record<TokenSort, Direction>;

/**
 * The list at `routes` as its URL has it. Pages for one space access have no filter by space access, API, scope and
 * subject.
 */
export function readTokenList(routes: TokenRoutes, given: SearchParams): ListUrl {
  const ofOrganization = routes.spaceAccess === undefined ? ["spaceAccess", "api", "scope", "subject"] : [];
  const filters = [...ofOrganization, "permission", "status", "creator", "unusedDays"];
  return readList(routes.base, given, ["q", ...filters, "sort"]);
}

/** The newest first, unless the URL says otherwise. */
export function tokenOrder(list: ListUrl): Order<TokenSort> {
  return orderOf(list, TOKEN_SORTS, "-created");
}

/** What the filters choose. What makes no sense in the URL is left out. */
export function tokenFilter(list: ListUrl) {
  const api = list.params.api?.trim();
  return {
    search: searchOf(list),
    spaceAccess: list.params.spaceAccess,
    api,
    scope: api === undefined ? undefined : scopeName.safeParse(list.params.scope).data,
    subject: list.params.subject?.trim(),
    permission: choiceOf(list, "permission", PERMISSIONS),
    status: choiceOf(list, "status", TOKEN_STATUSES),
    creator: creatorOf(list),
    unusedDays: unusedDaysOf(list),
  };
}

/** The id of a person, or `left`. */
function creatorOf({ params }: ListUrl): string | undefined {
  return params.creator === "left" || idSchema.safeParse(params.creator).success ? params.creator : undefined;
}

/** A whole number of days, or undefined. */
function unusedDaysOf({ params: { unusedDays = "" } }: ListUrl): number | undefined {
  const days = /^[1-9]\d{0,3}$/.test(unusedDays) ? Number(unusedDays) : Infinity;
  return days <= MAX_UNUSED_DAYS ? days : undefined;
}

/** Statuses by the filter's choice: a token that expires soon is live. */
function statusesOf(status: TokenStatus | undefined): TokenStatus[] {
  if (status === undefined) return [];
  return status === "live" ? ["live", "expiring"] : [status];
}

/** Whether the URL has a text in place of a subject. No token matches it. */
export function hasNoSubject(list: ListUrl): boolean {
  const { subject } = tokenFilter(list);
  return subject !== undefined && !SUBJECT.test(subject);
}

/** Whether no token can match, because a text that was typed is no subject or no API's identifier. */
export function matchesNothing(list: ListUrl): boolean {
  const { api } = tokenFilter(list);
  return hasNoSubject(list) || (api !== undefined && !identifierSchema.safeParse(api).success);
}

/** What the list is asked for. */
export function queryOf(routes: TokenRoutes, list: ListUrl): ListTokensQuery {
  const { search, spaceAccess, api, scope, subject, permission, status, creator, unusedDays } = tokenFilter(list);
  return {
    search,
    status: statusesOf(status),
    permission: permission ? [permission] : [],
    spaceAccess: routes.spaceAccess ?? spaceAccess,
    api,
    scope,
    subject,
    creator,
    unusedDays,
    ...tokenOrder(list),
    ...pageInput(list),
    limit: PAGE_SIZE,
  };
}
