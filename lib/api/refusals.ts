import type { TokenRecord } from "../access/token-cache/token-record";
import type { Reason, Surface } from "../denials/reasons";
import { recordDenial } from "../denials/recorder";
import { addressOf } from "../platform/http/client-address";
import { recordDenied, recordStranger } from "../usage/recorder";
import type { HttpExchange } from "./context";

/** Why a request was denied. */
export interface DeniedToken {
  readonly reason: Reason;
  /** Null for a malformed or unknown token. */
  readonly record: Pick<TokenRecord, "organizationId" | "tokenId" | "name"> | null;
  readonly hint?: string | undefined;
  readonly demanded?: string | undefined;
  /** The identifier of the API that was asked about, if it is not Latchkey's own. */
  readonly api?: string | null | undefined;
  /** Whether it was only asked about, with a cost of 0: then it is noted, and counts as none. */
  readonly isUncounted?: boolean;
  /** Where the client is, if it did not send the request itself; null if that is unknown. */
  readonly address?: string | null;
}

/**
 * Counts a denied request, and notes why the token was denied, for the administrators of its organization. Of a token
 * that is not the organization's own only that it is unknown. `organizationId` is the one that was asked about, where
 * the token is of none.
 */
export function noteDenial(
  c: HttpExchange,
  surface: Surface,
  { reason, record, hint, demanded, address, api, isUncounted }: DeniedToken,
  organizationId: string | undefined = record?.organizationId,
): void {
  if (organizationId === undefined) return; // nobody's token at nobody's address
  const own = record?.organizationId === organizationId ? record : null;
  const counted = record !== null && own === null ? "unknown" : reason;
  if (!isUncounted) {
    if (own === null) recordStranger(organizationId, counted);
    else recordDenied(own, counted, api ?? undefined);
  }
  recordDenial({
    organizationId,
    requestId: c.env.trace.id,
    surface,
    reason: counted,
    token: own,
    hint: own === null ? (hint ?? null) : null,
    address: address === undefined ? addressOf(c.req.raw.headers, c.env.incoming) : address,
    demanded: demanded ?? null,
  });
}

/** The reason of a token that lacks what was demanded, in the order in which demands are evaluated. */
export function lackingOf(demand: {
  readonly api?: string | undefined;
  readonly permission?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly space?: string | undefined;
}): Pick<DeniedToken, "reason" | "demanded"> {
  const { api, permission, scopes = [], space } = demand;
  if (scopes.length > 0) return { reason: "scope", demanded: [api, ...scopes].filter(Boolean).join(" ") };
  if (api !== undefined) return { reason: "wrong_api", demanded: api };
  if (permission !== undefined)
    return { reason: "permission", demanded: [permission, space].filter(Boolean).join(" ") };
  return space === undefined ? { reason: "permission" } : { reason: "space_access", demanded: space };
}
