import type { TokenActor, UserActor } from "../access/authorization/actor";
import { Prisma } from "../platform/db/generated/client";
import { queryIn } from "../platform/db/run-query";
import type { SqlTx } from "../platform/db/sql-transaction";
import { rollBack, runCommitHook } from "../platform/db/transaction";
import { auditKey } from "../platform/env";
import { fail } from "../platform/result/result";
import { canonicalJson, chainMac, type Json } from "./canonical";
import { ensureKnownKeys } from "./known-keys";

/** The chain of events that belong to no organization. */
export const SYSTEM_CHAIN = "system";

/** The actor: a user, a token, or the system (a script, a migration, a visitor who is not signed in). */
export type AuditActor =
  | Pick<UserActor, "kind" | "userId" | "name" | "address">
  | Pick<TokenActor, "kind" | "tokenId" | "name" | "address" | "organizationId" | "permissions">
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
  /** Whether it may be of a token that has ended: it only takes rights away, or the token ended with it. */
  readonly actorMayHaveEnded?: boolean;
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
 *
 * A token acts as long as it has what it had at the start: if another transaction revoked or narrowed it, this one is
 * rolled back with `unauthenticated`. From here on the chain's lock makes such a transaction commit after this one.
 */
export async function appendAudit(tx: SqlTx, entry: AuditEntry): Promise<bigint> {
  await ensureKnownKeys(queryIn(tx));
  await runCommitHook(tx); // not while all other changes of the organization wait
  const [head] = await tx.$queryRaw<Head[]>`/* prepared as lock-chain */
    SELECT last_sequence, last_mac, clock FROM audit_lock(${entry.chain})`;
  if (!head) throw new Error("audit_lock returned no row");
  const sequence = BigInt(head.last_sequence) + 1n;
  const event = describe(entry, sequence, head.clock);
  const canonical = Buffer.from(canonicalJson(event));
  const mac = chainMac(auditKey(), head.last_mac, canonical);
  const append = appendBy(entry);
  const appended = await tx.$executeRaw`${append.name}
    SELECT audit_append(${entry.chain}, ${sequence}, ${head.last_mac}, ${head.clock},
    ${event.actorKind}, ${event.actorId}, ${event.actorName},
    ${event.action}, ${event.resourceKind}, ${event.resourceId}, ${event.spaceId}, ${event.message},
    ${event.change}::jsonb, ${event.address}, ${canonical}, ${mac}) WHERE ${append.condition}`;
  if (appended === 0) rollBack(fail("unauthenticated"));
  return sequence;
}

/**
 * The condition that the acting token has not changed for the worse, and the name of the statement with it. The
 * statement is new, so that it sees what committed before the chain was locked. A token may end itself: its row is then
 * of this transaction.
 */
function appendBy({ actor, actorMayHaveEnded = false }: AuditEntry): { name: Prisma.Sql; condition: Prisma.Sql } {
  if (actor.kind !== "token" || actorMayHaveEnded)
    return { name: Prisma.sql`/* prepared as append-event */`, condition: Prisma.sql`TRUE` };
  return {
    name: Prisma.sql`/* prepared as append-event-of-token */`,
    condition: Prisma.sql`EXISTS (SELECT FROM "ApiToken"
      WHERE "organizationId" = ${actor.organizationId} AND "id" = ${actor.tokenId}::uuid
        AND (xmin = pg_current_xact_id()::xid OR ${hasWhatItHad(actor)}))`,
  };
}

/** The condition that the row of an acting token is not revoked, and has the permissions that it had at the start. */
export function hasWhatItHad({ permissions }: Pick<TokenActor, "permissions">): Prisma.Sql {
  return Prisma.sql`("revokedAt" IS NULL AND "permissions"::text[] @> ${[...permissions]}::text[])`;
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
