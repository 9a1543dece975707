import type { TokenActor, UserActor } from "../access/authorization/actor";
import type { Tx } from "../platform/db";
import { queryIn } from "../platform/db/run-query";
import { auditKey } from "../platform/env";
import { canonicalJson, chainMac, type Json } from "./canonical";
import { ensureKnownKeys } from "./known-keys";

/** The chain of events that belong to no organization. */
export const SYSTEM_CHAIN = "system";

/** The actor: a user, a token, or the system (a script, a migration, a visitor who is not signed in). */
export type AuditActor =
  | Pick<UserActor, "kind" | "userId" | "name" | "address">
  | Pick<TokenActor, "kind" | "tokenId" | "name" | "address">
  | { readonly kind: "system"; readonly name: string; readonly address: string | null };

export interface AuditEntry {
  /** The organization, or SYSTEM_CHAIN. */
  readonly chain: string;
  readonly actor: AuditActor;
  /** Dotted: `token.created`. */
  readonly action: string;
  readonly resource: { readonly kind: string; readonly id: string };
  /** The space of the event, if any. */
  readonly spaceId?: string | null;
  /** A short sentence for readers of the log. */
  readonly message: string;
  /** What changed, as `{field: {from, to}}` or facts. Never a secret. */
  readonly change?: { readonly [key: string]: Json };
}

interface Head {
  last_sequence: bigint;
  last_mac: Uint8Array;
  clock: Date;
}

/**
 * Appends an event to its chain, in the mutation's transaction. Call it last: it locks the chain's head, so later
 * statements would block other writers of the organization. Returns the event's sequence. Throws WrongKeysError if this
 * process has other keys than the database, because an event under another key would break the chain.
 */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<bigint> {
  await ensureKnownKeys(queryIn(tx));
  const [head] = await tx.$queryRaw<Head[]>`SELECT last_sequence, last_mac, clock FROM audit_lock(${entry.chain})`;
  if (!head) throw new Error("audit_lock returned no row");
  const sequence = BigInt(head.last_sequence) + 1n;
  const event = describe(entry, sequence, head.clock);
  const canonical = Buffer.from(canonicalJson(event));
  const mac = chainMac(auditKey(), head.last_mac, canonical);
  await tx.$executeRaw`SELECT audit_append(${entry.chain}, ${sequence}, ${head.last_mac}, ${head.clock},
    ${event.actorKind}, ${event.actorId}, ${event.actorName},
    ${event.action}, ${event.resourceKind}, ${event.resourceId}, ${event.spaceId}, ${event.message},
    ${event.change}::jsonb, ${event.address}, ${canonical}, ${mac})`;
  return sequence;
}

function describe(entry: AuditEntry, sequence: bigint, at: Date) {
  const { actor } = entry;
  return {
    chain: entry.chain,
    sequence: sequence.toString(),
    at: at.toISOString(),
    actorKind: actor.kind,
    actorId: actor.kind === "user" ? actor.userId : actor.kind === "token" ? actor.tokenId : null,
    actorName: actor.name,
    action: entry.action,
    resourceKind: entry.resource.kind,
    resourceId: entry.resource.id,
    spaceId: entry.spaceId ?? null,
    message: entry.message,
    change: entry.change ?? {},
    address: actor.address,
  };
}
