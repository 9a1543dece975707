import { SUBJECT } from "@/lib/tokens/limits";
import type { TokenTask } from "./task-labels";

/** Where the token pages stand: three places show the same components. */
export interface TokenRoutes {
  /** The list's path; `/new` and `/<id>` stand below it. */
  readonly base: string;
  /** The space access of all tokens listed here; undefined lists all tokens, with a filter. */
  readonly spaceAccess: string | undefined;
  /** The space that the place is in, or null. */
  readonly spaceId: string | null;
  /**
   * What the form's button says. The two documents that Latchkey follows name it differently: "Create" on the admin
   * dashboard, "Generate API Token" under Settings.
   */
  readonly submitLabel: string;
  readonly formTitle: string;
}

/** Admin dashboard › API Tokens: organization-wide ones and those of all spaces. */
export const DASHBOARD: TokenRoutes = {
  base: "/admin/tokens",
  spaceAccess: undefined,
  spaceId: null,
  submitLabel: "Create",
  formTitle: "Create API Token",
};

/** Organization › Settings › API Tokens: organization-wide ones. */
export const ORGANIZATION_SETTINGS: TokenRoutes = {
  base: "/admin/settings/tokens",
  spaceAccess: "organization",
  spaceId: null,
  submitLabel: "Generate API Token",
  formTitle: "Create API Token",
};

/** Space › Settings › API Tokens: that space's. */
export function spaceSettings(spaceId: string): TokenRoutes {
  return {
    base: `/spaces/${spaceId}/settings/tokens`,
    spaceAccess: spaceId,
    spaceId,
    submitLabel: "Generate API Token",
    formTitle: "Create API Token",
  };
}

/** Whether a token of `spaceId` (null: all spaces) is shown at `routes`. */
export function isListedAt(routes: TokenRoutes, spaceId: string | null): boolean {
  return routes.spaceAccess === undefined || routes.spaceAccess === (spaceId ?? "organization");
}

/** The page of a subject. */
export function subjectHref(subject: string): string {
  return `/admin/subjects/${encodeURIComponent(subject)}`;
}

/** The parameter of a token's page that opens a dialog. */
export const TASK_PARAMETER = "do";

/** The page of a token on the dashboard, with a dialog open. */
export function taskHref(tokenId: string, task: TokenTask | undefined): string {
  return `${DASHBOARD.base}/${tokenId}${task === undefined ? "" : `?${TASK_PARAMETER}=${task}`}`;
}

/** The denials of a token. */
export function denialsHref(tokenId: string): string {
  return `/admin/denials?token=${tokenId}`;
}

/** The subject in a segment of such a path, encoded or not. Undefined if it is none. */
export function subjectIn(segment: string): string | undefined {
  const subject = decoded(segment);
  return SUBJECT.test(subject) ? subject : undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a malformed escape, which no subject has
  }
}

/** The list of the tokens with a scope of an API, or with this one. */
export function holdersHref(api: string, scope?: string): string {
  const query = new URLSearchParams({ api, ...(scope === undefined ? {} : { scope }) });
  return `${DASHBOARD.base}?${query.toString()}`;
}
