import { AsyncLocalStorage } from "node:async_hooks";
import { log } from "../log";
import { processWide } from "../process-wide";
import { isNameLost } from "./errors";

/** Whether named statements survive until the next query. They do not behind a pooler in transaction mode. */
const survival = () => processWide("prepared-names", () => ({ last: true }));
/** Whether the running work is repeated when a name is lost. */
const repeated = () => processWide("named-statements", () => new AsyncLocalStorage<boolean>());

/** Whether statements may have names. */
export const keepsNames = (): boolean => survival().last;

/** A name is lost, or another client's. From now on this process sends statements without names. */
export function giveUpNames(): void {
  if (!keepsNames()) return;
  survival().last = false;
  log.warn("DATABASE_URL goes through a pooler that does not keep prepared statements: each statement is parsed again");
}

/** Runs work that is repeated when it fails by the loss of a name: its statements may have some. */
export function withNames<T>(work: () => PromiseLike<T>): Promise<T> {
  return repeated().run(true, async () => await work()); // Prisma sends a statement when it is awaited.
}

/** Runs one statement outside of transactions, which may have a name; again without it if that is lost. */
export async function byName<T>(ask: () => PromiseLike<T>): Promise<T> {
  try {
    return await withNames(ask);
  } catch (error) {
    if (!isNameLost(error)) throw error;
    giveUpNames();
    return ask();
  }
}

const NAME = /^\s*\/\* prepared as ([a-z-]+) \*\//;

/**
 * The name of a raw statement that begins with the comment `prepared as …`, inside `withNames`: each connection then
 * parses and plans it once. For the statements that creating a token waits for. The text must be the same each time.
 * Empty, as pg wants it, for any other statement.
 */
export function nameOf({ sql }: { readonly sql: string }): string {
  return (repeated().getStore() && keepsNames() && NAME.exec(sql)?.[1]) || "";
}
