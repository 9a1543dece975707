import type { FieldErrors } from "@/components/ui/form-errors";
import type { GrantableApi } from "@/lib/apis/dto";
import type { TokenDto } from "@/lib/tokens/dto";
import { withHeld } from "./scope-choice";

/** What an Issuer is to issue, by the API's identifier: all of its scopes, or these. Others are not chosen. */
export type ChosenIssues = Readonly<Record<string, "all" | readonly string[]>>;

/** As the action takes it, in the order of the APIs and their scopes. */
export type WantedIssues = { api: string; scopes?: string[] }[];

/** The choice as the action takes it. */
export function issuesOf(apis: readonly GrantableApi[], chosen: ChosenIssues): WantedIssues {
  return apis.flatMap(({ identifier, scopes }) => {
    const wanted = chosen[identifier];
    if (wanted === undefined) return [];
    if (wanted === "all") return [{ api: identifier }];
    return [{ api: identifier, scopes: scopes.map(({ name }) => name).filter((name) => wanted.includes(name)) }];
  });
}

/** What an Issuer issues as a choice. */
export function chosenIssuesOf(issues: TokenDto["issues"]): ChosenIssues {
  return Object.fromEntries(issues.map(({ api, scopes }) => [api, scopes ?? ("all" as const)]));
}

/** The APIs that are offered, and what an Issuer issues beyond them, as in `withHeld`. */
export function withIssued(apis: readonly GrantableApi[], issues: TokenDto["issues"]): readonly GrantableApi[] {
  return withHeld(
    apis,
    issues.map(({ api, scopes = [] }) => ({ api, scopes })),
  );
}

/** The error of a choice. */
export function issueErrors(apis: readonly GrantableApi[], chosen: ChosenIssues): FieldErrors {
  const issues = issuesOf(apis, chosen);
  if (issues.length === 0) return { issues: "Choose at least one API." };
  const empty = issues.find(({ scopes }) => scopes?.length === 0);
  const name = apis.find(({ identifier }) => identifier === empty?.api)?.name;
  return empty ? { issues: `Choose scopes of ${name ?? empty.api}, or all of them.` } : {};
}

/** Whether something that is issued before is not issued after. */
export function isLess(before: TokenDto["issues"], after: TokenDto["issues"]): boolean {
  return before.some(({ api, scopes }) => {
    const kept = after.find((issue) => issue.api === api);
    if (!kept) return true;
    return kept.scopes !== undefined && (scopes === undefined || scopes.some((name) => !kept.scopes?.includes(name)));
  });
}

/** "all scopes of https://a.example, 2 scopes of https://b.example". */
export function issuesInWords(issues: TokenDto["issues"]): string {
  if (issues.length === 0) return "nothing";
  return issues
    .map(({ api, scopes }) => {
      const count = scopes
        ? `${scopes.length.toLocaleString("en")} ${scopes.length === 1 ? "scope" : "scopes"}`
        : "all scopes";
      return `${count} of ${api}`;
    })
    .join(", ");
}
