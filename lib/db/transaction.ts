import type { Failure, Result } from "../result";
import { db, type Tx } from ".";

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

const LIMITS: TransactionLimits = { maxWait: 2_000, timeout: 15_000 };

/**
 * Runs `work` in one READ COMMITTED transaction. A returned failure rolls everything back and is returned; what is
 * thrown rolls back and is thrown on.
 */
export async function inTransaction<T extends object>(work: (tx: Tx) => Promise<Result<T>>, limits = LIMITS): Promise<Result<T>> {
  try {
    return await db().$transaction(async (tx) => {
      const result = await work(tx);
      if (!result.ok) throw new RolledBack(result);
      return result;
    }, limits);
  } catch (error) {
    if (error instanceof RolledBack) return error.failure;
    throw error;
  }
}
