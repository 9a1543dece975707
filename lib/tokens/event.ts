import { appendAudit, type AuditEntry } from "../audit/append";
import type { Tx } from "../platform/db";
import type { TokenRow } from "./row";

/** Appends the event of a change of one token, with its space, to its organization's log. Returns the sequence. */
export function appendTokenEvent(
  tx: Tx,
  actor: AuditEntry["actor"],
  { id, organizationId, spaceId }: Pick<TokenRow, "id" | "organizationId" | "spaceId">,
  event: Pick<AuditEntry, "action" | "message" | "change">,
): Promise<bigint> {
  return appendAudit(tx, { ...event, chain: organizationId, actor, resource: { kind: "token", id }, spaceId });
}
