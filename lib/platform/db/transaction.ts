import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "../process-wide";
import type { Failure, Result } from "../result/result";
import { db, type Tx } from ".";
import { log } from "../log";
import { withStatementLimit } from "./client";
import { isDeadlock, isNameLost } from "./errors";
import { outageRecorder } from "./outage";
import { onOneConnection, type SqlTx } from "./sql-transaction";
import { giveUpNames, withNames } from "./statement-names";

/** Thrown to roll back a transaction with a failure. */
class RolledBack extends Error {
  constructor(readonly failure: Failure) {
    super(failure.reason);
  }
}

/** Rolls the running transaction back, and `inTransaction` returns the failure. For guards deep in its work. */
export function rollBack(failure: Failure): never {
  throw new RolledBack(failure);
}

/** How long a transaction may wait for a connection, and last, in ms. */
export interface TransactionLimits {
  readonly maxWait: number;
  readonly timeout: number;
}

/** The default timeout of a transaction, in ms. */
const MAX_TRANSACTION_MS = 15_000;
const LIMITS: TransactionLimits = { maxWait: 2_000, timeout: MAX_TRANSACTION_MS };
/** For changes of many rows, such as the deletion of a full space. No transaction has more time. */
export const LONG_LIMITS: TransactionLimits = { maxWait: 2_000, timeout: 60_000 };

/**
 * How long a transaction may be idle before the server ends it, in ms. If the network drops all packets, the server
 * does not notice for hours, and the transaction's locks would block revocations by other instances. Set inside the
 * transaction, because a pooler ignores start-up parameters.
 */
export const SILENCE_MS = 5_000;

/** How often a transaction is attempted if it deadlocks, or the connection loses the name of a statement. */
const ATTEMPTS = 3;

type CommitHook = (tx: SqlTx) => Promise<void>;
const commitHooks = processWide("commit-hooks", () => new AsyncLocalStorage<CommitHook>());

/** Runs `hook` once in each transaction that `work` commits. What it throws rolls back. */
export function withCommitHook<T>(hook: CommitHook, work: () => Promise<T>): Promise<T> {
  return commitHooks.run(hook, work);
}

const ranHook = new WeakSet<SqlTx>();

/**
 * Runs the hook of a transaction that will commit, if it did not run yet. Call it before the statements that take a
 * lock many others wait for; without that it runs at the end.
 */
export async function runCommitHook(tx: SqlTx): Promise<void> {
  if (ranHook.has(tx)) return;
  ranHook.add(tx);
  await commitHooks.getStore()?.(tx);
}

/**
 * Runs `work` in one READ COMMITTED transaction. A returned failure rolls back and is returned; a thrown error rolls
 * back and is thrown again. After a deadlock, or behind a pooler that loses the names of statements, `work` is retried,
 * so it must have no effect outside of its transaction.
 */
export function inTransaction<T extends object>(
  work: (tx: Tx) => Promise<Result<T>>,
  limits = LIMITS,
): Promise<Result<T>> {
  return transact<Tx, T>(byPrisma, work, limits);
}

/**
 * The same for work that is raw SQL only: without Prisma, whose transactions take ten times the CPU
 * (docs/decisions/0079-rows-and-transactions-without-prisma.md).
 */
export function inSqlTransaction<T extends object>(
  work: (tx: SqlTx) => Promise<Result<T>>,
  limits = LIMITS,
): Promise<Result<T>> {
  return transact<SqlTx, T>(byPg, work, limits);
}

/** How a transaction is opened, and ended with what its work returns or throws. */
type Open<Client> = <R>(work: (tx: Client) => Promise<R>, limits: TransactionLimits) => Promise<R>;

const settingsOf = ({ timeout }: TransactionLimits) => ({
  idle_in_transaction_session_timeout: SILENCE_MS,
  statement_timeout: timeout,
});

const byPrisma: Open<Tx> = (work, limits) =>
  db().$transaction(async (tx) => {
    const { idle_in_transaction_session_timeout: idle, statement_timeout: statement } = settingsOf(limits);
    await tx.$executeRaw`/* prepared as set-limits */
      SELECT set_config('idle_in_transaction_session_timeout', ${String(idle)}, true),
      set_config('statement_timeout', ${String(statement)}, true)`;
    return work(tx);
  }, limits);

const byPg: Open<SqlTx> = (work, limits) => onOneConnection(work, limits, settingsOf(limits));

async function transact<Client extends SqlTx, T extends object>(
  open: Open<Client>,
  work: (tx: Client) => Promise<Result<T>>,
  limits: TransactionLimits,
): Promise<Result<T>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withNames(() => once(open, work, limits));
    } catch (error) {
      if (attempt === ATTEMPTS || !(isDeadlock(error) || isNameLost(error))) throw error;
      if (isNameLost(error)) giveUpNames();
      else log.info({ attempt }, "a transaction deadlocked and is retried");
    }
  }
}

async function once<Client extends SqlTx, T extends object>(
  open: Open<Client>,
  work: (tx: Client) => Promise<Result<T>>,
  limits: TransactionLimits,
): Promise<Result<T>> {
  const recordOutage = outageRecorder();
  const workAndHook = async (tx: Client) => {
    const result = await work(tx);
    if (!result.ok) throw new RolledBack(result);
    await runCommitHook(tx);
    return result;
  };
  try {
    return await withStatementLimit(limits.timeout, () => open(workAndHook, limits));
  } catch (error) {
    if (error instanceof RolledBack) return error.failure;
    recordOutage(error);
    throw error;
  }
}

/**
 * A row that the running transaction has written or locked. Throws, and so rolls back, if it is missing, which is a
 * bug.
 */
export function expectRow<Row>(row: Row | null, what: string): Row {
  if (row === null) throw new Error(`the ${what} is missing inside its own transaction`);
  return row;
}
