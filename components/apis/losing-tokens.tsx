"use client";

import { useCallback } from "react";
import { useLoaded } from "@/components/forms/use-loaded";
import { countOf, liveText, usedInWords } from "@/components/tokens/labels";
import { LastUse } from "@/components/tokens/last-use";
import { holdersHref } from "@/components/tokens/token-routes";
import { Callout } from "@/components/ui/callout";
import { Skeleton } from "@/components/ui/skeleton";
import type { ApiDto } from "@/lib/apis/dto";
import type { ScopeHolders } from "@/lib/tokens/scope-holders";
import type { FindHoldersAction } from "./actions";

interface Props {
  organizationId: string;
  api: Pick<ApiDto, "id" | "identifier">;
  /** All scopes of the API if missing. */
  scope?: string;
  find: FindHoldersAction;
}

/** The live tokens that lose a scope, or all scopes of an API, with their last use. */
export function LosingTokens({ organizationId, api, scope, find }: Props) {
  const apiId = api.id;
  const holders = useLoaded(
    useCallback(() => find({ organizationId, apiId, scope }), [find, organizationId, apiId, scope]),
  );
  if (holders === "loading")
    return (
      <div role="status">
        <span className="sr-only">Looking for API tokens…</span>
        <Skeleton className="h-16" />
      </div>
    );
  if (holders === "failed")
    return (
      <Callout tone="caution" title="The API tokens that lose something could not be found">
        Close this and try again, or look at the list of API tokens.
      </Callout>
    );
  const what = scope === undefined ? "its scopes" : "it";
  if (holders.live === 0 && holders.isExact)
    return (
      <Callout tone="neutral">
        No live API token has {what}. <Issuers count={holders.issuers} what={what} />
      </Callout>
    );
  const more = holders.live - holders.tokens.length;
  return (
    <Callout tone={holders.used > 0 ? "critical" : "caution"} title={`${titleOf(holders)} ${what}`}>
      <p>
        {usedInWords(holders.used)} <Issuers count={holders.issuers} what={what} />
      </p>
      <ul className="mt-2 grid gap-1">
        {holders.tokens.map(({ id, name, lastUsed }) => (
          <li key={id} className="break-words">
            <strong className="font-medium">{name}</strong>, {lastUsed ? <LastUse lastUsed={lastUsed} /> : "never used"}
          </li>
        ))}
      </ul>
      {(more > 0 || !holders.isExact) && (
        <p className="mt-2">
          <a href={holdersHref(api.identifier, scope)} target="_blank" className="font-medium underline">
            {holders.isExact ? `Show ${more.toLocaleString("en")} more` : "Show all"}
            <span className="sr-only"> (opens another tab)</span>
          </a>
        </p>
      )}
    </Callout>
  );
}

/** "1 Issuer can no longer issue it." */
function Issuers({ count, what }: { count: number; what: string }) {
  return count > 0 ? `${countOf(count, "Issuer")} can no longer issue ${what}.` : null;
}

function titleOf(holders: ScopeHolders): string {
  return holders.live === 1 && holders.isExact ? "1 live API token loses" : `${liveText(holders)} live API tokens lose`;
}
