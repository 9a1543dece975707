import { setTimeout as sleep } from "node:timers/promises";
import { pool, type Tx } from "../../platform/db";
import { Prisma } from "../../platform/db/generated/client";
import { inTransaction, LONG_LIMITS, type TransactionLimits } from "../../platform/db/transaction";
import { log } from "../../platform/log";
import { processWide } from "../../platform/process-wide";
import type { Failure, Reason, Result } from "../../platform/result/result";
import { tokenCache } from ".";
import { MARK_OF_MAC } from "./chain-position";
import { encodeInvalidation, type Invalidation } from "./invalidation-message";
import { LEASE_MS, MARGIN_MS } from "./lease";
import { CHANGE_CHANNEL } from "./listener";

/**
 * After how long a revoked token is dead on every instance, in ms from `revokedAt`: that is set before the commit,
 * which the transaction reaches within its limit; then the lease and its margin have to pass. The clock that it is
 * compared with may be ahead by another lease.
 */
export const SETTLED_MS = LONG_LIMITS.timeout + 2 * LEASE_MS + MARGIN_MS;

/**
 * Notifies every instance, on commit, of what the transaction invalidates. Once per transaction, which has an audit
 * event.
 */
export type PublishInvalidation = (change: Invalidation) => void;

/**
 * Runs a transaction that invalidates cached tokens. The invalidation is published on commit. The result is returned
 * when every caching instance has dropped the tokens or lost its lease: at most LEASE_MS + MARGIN_MS after the commit.
 */
export async function inRevokingTransaction<T extends object>(
  work: (tx: Tx, publishInvalidation: PublishInvalidation) => Promise<Result<T>>,
  limits?: TransactionLimits,
): Promise<Result<T>> {
  const { acknowledgements, feed } = tokenCache();
  const changeId = feed.newChangeId();
  const published: { change?: Invalidation } = {};
  acknowledgements.open(changeId);
  try {
    const publishing = async (tx: Tx) => {
      delete published.change; // the transaction may be retried
      const result = await work(tx, (change) => {
        if (published.change) throw new Error("a transaction publishes one invalidation");
        published.change = change;
      });
      const { change } = published;
      if (result.ok && change) await notifyAll(tx, change, encodeInvalidation(changeId, feed.instanceId, change));
      return result;
    };
    const result = await inTransaction<T>(publishing, limits);
    if (result.ok && published.change) await waitForAcknowledgements(changeId, performance.now());
    if (!result.ok && ALREADY_REVOKED.has(result.reason) && !(await isSettled(result))) await waitForInvalidations();
    return result;
  } finally {
    acknowledgements.close(changeId);
  }
}

/**
 * Notifies on commit, with the position of the audit event: the head of the chain is this transaction's then, and
 * nobody else's until the commit. Throws if there is none, which is a bug: who follows the chain would miss the change.
 */
async function notifyAll(tx: Tx, { organizationId }: Invalidation, payload: string): Promise<void> {
  const notified = await tx.$executeRaw`/* prepared as notify-invalidation */
    SELECT pg_notify(${CHANGE_CHANNEL}, (${payload}::jsonb || jsonb_build_object(
      'position', jsonb_build_object('sequence', "sequence", 'mark', ${Prisma.raw(MARK_OF_MAC)})))::text)
    FROM "AuditHead" WHERE "chain" = ${organizationId} AND xmin = pg_current_xact_id()::xid`;
  if (notified !== 1) throw new Error("a change that invalidates tokens has no audit event");
}

/**
 * Reasons that mean the token is already revoked. The transaction that revoked it may still be waiting for
 * acknowledgements, so this call waits too before it reports the token as revoked.
 */
const ALREADY_REVOKED: ReadonlySet<Reason> = new Set<Reason>(["already_revoked", "not_found"]);

/**
 * Whether a refusal names a revocation that every instance has heard of by now, by the database's clock. One that names
 * none may be of this moment.
 */
async function isSettled({ detail }: Failure): Promise<boolean> {
  if (typeof detail?.revokedAt !== "string") return false;
  const { rows } = await pool().query<{ isSettled: boolean }>(
    `SELECT clock_timestamp() - $1::timestamptz > make_interval(secs => $2) AS "isSettled"`,
    [detail.revokedAt, SETTLED_MS / 1_000],
  );
  return rows[0]?.isSettled === true;
}

/** The minimum interval between two rounds of acknowledgements, in ms. */
const ROUND_MS = 100;

const rounds = () =>
  processWide("wait-for-invalidations", () => ({ next: undefined as Promise<void> | undefined, startedAt: -ROUND_MS }));

/**
 * Waits until every change committed so far has been acknowledged. Notifications arrive in order, so one sent now is
 * acknowledged after all of them. Calls share the next round, so that any number of them costs at most ten
 * notifications a second.
 */
export function waitForInvalidations(): Promise<void> {
  return (rounds().next ??= nextRound());
}

async function nextRound(): Promise<void> {
  const state = rounds();
  await sleep(Math.max(0, state.startedAt + ROUND_MS - performance.now()));
  Object.assign(state, { next: undefined, startedAt: performance.now() }); // a later call needs a later notification
  const { acknowledgements, feed } = tokenCache();
  const changeId = feed.newChangeId();
  acknowledgements.open(changeId);
  try {
    const nothing = encodeInvalidation(changeId, feed.instanceId, { organizationId: "", tokenIds: [] });
    await pool().query("SELECT pg_notify($1, $2)", [CHANGE_CHANNEL, nothing]);
    await waitForAcknowledgements(changeId, performance.now());
  } finally {
    acknowledgements.close(changeId);
  }
}

async function waitForAcknowledgements(changeId: string, committedAt: number): Promise<void> {
  const { acknowledgements, feed } = tokenCache();
  const instances = await findListeners();
  if (instances?.length === 0) return;
  const left = () => LEASE_MS + MARGIN_MS - (performance.now() - committedAt);
  if (instances && feed.connected && (await acknowledgements.waitFor(changeId, instances, left()))) return;
  await sleep(Math.max(0, left()));
}

/**
 * The ids of the instances that may be using their cache now. Null if the database is unavailable; the caller then
 * waits for the whole lease.
 */
async function findListeners(): Promise<string[] | null> {
  try {
    const { rows } = await pool().query<{ id: string }>(`SELECT "id" FROM "Listener" WHERE "validUntil" > now()`);
    return rows.map((row) => row.id);
  } catch (error) {
    log.warn(
      { message: (error as Error).message },
      "the caching instances could not be listed; waiting until every lease has expired",
    );
    return null;
  }
}
