import { appendAudit, type AuditEntry } from "../audit/append";
import type { Tx } from "../platform/db";
import type { TokenRow } from "./row";

/** How many other tokens an event names. */
const MAX_NAMED_TOKENS = 100;

/**
 * The other tokens that a change concerned, as a part of its event: at most 100 ids and, if there are more, how many
 * there are. Descendants may be 100,000, and an event is listed with others.
 */
export function namedTokens(field: "alsoNarrowed" | "alsoRevoked", ids: readonly string[]) {
  return {
    [field]: ids.slice(0, MAX_NAMED_TOKENS),
    ...(ids.length > MAX_NAMED_TOKENS ? { [`${field}Count`]: ids.length } : {}),
  };
}

/** Appends the event of a change of one token, with its space, to its organization's log. Returns the sequence. */
export function appendTokenEvent(
  tx: Tx,
  actor: AuditEntry["actor"],
  { id, organizationId, spaceId }: Pick<TokenRow, "id" | "organizationId" | "spaceId">,
  event: Pick<AuditEntry, "action" | "message" | "change" | "actorMayHaveEnded">,
): Promise<bigint> {
  return appendAudit(tx, { ...event, chain: organizationId, actor, resource: { kind: "token", id }, spaceId });
}
