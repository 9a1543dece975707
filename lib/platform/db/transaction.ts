import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "../process-wide";
import type { Failure, Result } from "../result/result";
import { db, type Tx } from ".";
import { log } from "../log";
import { withStatementLimit } from "./client";
import { isDeadlock } from "./errors";
import { outageRecorder } from "./outage";

/** Carries an expected failure out of a transaction, so that it rolls back. */
class RolledBack extends Error {
  constructor(readonly failure: Failure) {
    super(failure.reason);
  }
}

/** How long a transaction may wait for a connection, and last, in ms. */
export interface TransactionLimits {
  readonly maxWait: number;
  readonly timeout: number;
}

/** The longest that a transaction takes unless it gives itself more, in ms. */
export const MAX_TRANSACTION_MS = 15_000;
const LIMITS: TransactionLimits = { maxWait: 2_000, timeout: MAX_TRANSACTION_MS };

/**
 * How long a transaction may say nothing before the server ends it, in ms. When the network between them swallows
 * everything, the server hears of nobody's end for hours: its locks would keep every other instance from revoking.
 * Set by the transaction itself, for a pooler passes on no start-up parameters.
 */
export const SILENCE_MS = 5_000;

/** How often a transaction that PostgreSQL ended for another's sake is run. */
const ATTEMPTS = 3;

type CommitHook = (tx: Tx) => Promise<void>;
const commitHooks = processWide("commit-hooks", () => new AsyncLocalStorage<CommitHook>());

/** Runs `hook` at the end of each transaction that `work` commits, in that transaction. What it throws rolls back. */
export function withCommitHook<T>(hook: CommitHook, work: () => Promise<T>): Promise<T> {
  return commitHooks.run(hook, work);
}

/**
 * Runs `work` in one READ COMMITTED transaction. A returned failure rolls everything back and is returned; what is
 * thrown rolls back and is thrown on. After a deadlock it is run again: `work` does nothing outside of its transaction.
 */
export async function inTransaction<T extends object>(
  work: (tx: Tx) => Promise<Result<T>>,
  limits = LIMITS,
): Promise<Result<T>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(work, limits);
    } catch (error) {
      if (attempt === ATTEMPTS || !isDeadlock(error)) throw error;
      log.info({ attempt }, "two transactions waited for each other; this one is run again");
    }
  }
}

async function once<T extends object>(
  work: (tx: Tx) => Promise<Result<T>>,
  limits: TransactionLimits,
): Promise<Result<T>> {
  const recordOutage = outageRecorder();
  try {
    return await withStatementLimit(limits.timeout, () =>
      db().$transaction(async (tx) => {
        await tx.$executeRaw`SELECT set_config('idle_in_transaction_session_timeout', ${String(SILENCE_MS)}, true),
          set_config('statement_timeout', ${String(limits.timeout)}, true)`;
        const result = await work(tx);
        if (!result.ok) throw new RolledBack(result);
        await commitHooks.getStore()?.(tx);
        return result;
      }, limits),
    );
  } catch (error) {
    if (error instanceof RolledBack) return error.failure;
    recordOutage(error);
    throw error;
  }
}

/** A row that the running transaction has written or locked. Throws, and so rolls back, where it is missing: a fault of ours. */
export function expectRow<Row>(row: Row | null, what: string): Row {
  if (row === null) throw new Error(`the ${what} is missing inside its own transaction`);
  return row;
}
