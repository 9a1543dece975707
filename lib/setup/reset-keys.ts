import { createHash } from "node:crypto";
import { appendAudit, SYSTEM_CHAIN } from "../audit/append";
import { requireKnownKeys } from "../audit/known-keys";
import { KEYS_RESET, sealed, updateSeal } from "../audit/seal";
import { db, type Tx } from "../platform/db";
import { withStatementLimit } from "../platform/db/client";
import { queryIn } from "../platform/db/run-query";
import { CHECKED_KEYS, keyCheckValues, WrongKeysError } from "../platform/key-check";
import { unseal } from "../verification/key-encryption";

const BATCH = 1_000;
const LIMITS = { maxWait: 5_000, timeout: 3_600_000 } as const;
const ACTOR = { kind: "system", name: "secrets:reset", address: null } as const;

/** The result of a reset. */
export interface KeysReset {
  readonly chains: number;
  readonly sessions: number;
  readonly signingKeys: number;
}

/**
 * Accepts this process's keys for a database that was written with lost keys: seals each audit chain and continues it
 * under the new key, ends all sessions, and deletes unreadable signing keys, in one transaction. Null if the keys match
 * and there is nothing to reset. No instance may be running.
 */
export async function resetKeys(): Promise<KeysReset | null> {
  return withStatementLimit(LIMITS.timeout, () => db().$transaction(resetIn, LIMITS));
}

async function resetIn(tx: Tx): Promise<KeysReset | null> {
  await tx.$executeRaw`SET LOCAL statement_timeout = 0`;
  if (await areKnown(tx)) return null;
  await recordKeys(tx);
  const chains = await tx.$queryRaw<{ chain: string }[]>`
    SELECT "chain" FROM "AuditHead"
    ORDER BY "chain" <> ${SYSTEM_CHAIN}, "chain"`; // system first: docs/decisions/0010
  for (const { chain } of chains) await beginAgain(tx, chain);
  const sessions = await tx.session.deleteMany();
  return { chains: chains.length, sessions: sessions.count, signingKeys: await deleteUnreadableKeys(tx) };
}

async function areKnown(tx: Tx): Promise<boolean> {
  try {
    await requireKnownKeys(queryIn(tx));
    return true;
  } catch (error) {
    if (error instanceof WrongKeysError) return false;
    throw error;
  }
}

async function recordKeys(tx: Tx): Promise<void> {
  const values = keyCheckValues();
  for (const key of CHECKED_KEYS) {
    const value = values[key];
    await tx.deployment.upsert({ where: { key }, create: { key, value }, update: { value } });
  }
}

async function beginAgain(tx: Tx, chain: string): Promise<void> {
  const [head] = await tx.$queryRaw<{ last_sequence: bigint }[]>`SELECT last_sequence FROM audit_lock(${chain})`;
  const events = BigInt(head?.last_sequence ?? 0);
  await appendAudit(tx, {
    chain,
    actor: ACTOR,
    action: KEYS_RESET,
    resource: { kind: "deployment", id: "keys" },
    message: "Began a new audit key, because the former one was lost",
    change: sealed(events, await digestOf(tx, chain)),
  });
}

/** SHA-256 over all events of a locked chain. */
async function digestOf(tx: Tx, chain: string): Promise<string> {
  const seal = createHash("sha256");
  for (let last = 0n; ;) {
    const events = await tx.auditEvent.findMany({
      where: { chain, sequence: { gt: last } },
      orderBy: { sequence: "asc" },
      take: BATCH,
      select: { sequence: true, canonical: true, mac: true },
    });
    for (const event of events) updateSeal(seal, event);
    last = events.at(-1)?.sequence ?? last;
    if (events.length < BATCH) return seal.digest("hex");
  }
}

async function deleteUnreadableKeys(tx: Tx): Promise<number> {
  const select = { id: true, privateJwk: true } as const;
  const own = unreadable(await tx.signingKey.findMany({ select }));
  const ofApis = unreadable(await tx.apiSigningKey.findMany({ select }));
  const deleted = await tx.signingKey.deleteMany({ where: { id: { in: own } } });
  return deleted.count + (await tx.apiSigningKey.deleteMany({ where: { id: { in: ofApis } } })).count;
}

const unreadable = (keys: readonly { id: string; privateJwk: Uint8Array }[]): string[] =>
  keys.filter(({ privateJwk }) => unseal(privateJwk) === null).map(({ id }) => id);
