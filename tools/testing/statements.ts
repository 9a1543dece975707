import pg from "pg";
import { vi } from "vitest";
import { writeDenials } from "../../lib/denials/write";
import { flushUsage } from "../../lib/usage/flush";

const RUNS = 3;

/**
 * The number of statements that `work`, which only reads, sends to PostgreSQL, and its result. The lowest count of
 * three runs, because writes in the background, such as beats, may fall into one. What requests before left to be
 * written is written first: on a busy machine that would last for all three. Throws if it counts none: then it does not
 * see the connections, and a comparison of counts would prove nothing.
 */
export async function countStatements<T>(work: () => Promise<T>): Promise<{ statements: number; result: T }> {
  let best: { statements: number; result: T } | undefined;
  for (let run = 0; run < RUNS; run += 1) {
    await Promise.all([flushUsage(), writeDenials()]);
    const counted = await countStatementsOnce(work);
    if (!best || counted.statements < best.statements) best = counted;
  }
  if (!best?.statements) throw new Error("no statement was counted");
  return best;
}

/** The same in one run, for work that changes something. It may count none. */
export async function countStatementsOnce<T>(work: () => Promise<T>): Promise<{ statements: number; result: T }> {
  const query = vi.spyOn(pg.Client.prototype, "query");
  try {
    const result = await work();
    return { statements: query.mock.calls.length, result };
  } finally {
    query.mockRestore();
  }
}

/** The texts of the statements that `work` sends to PostgreSQL, in order. */
export async function textsOfStatements(work: () => Promise<unknown>): Promise<string[]> {
  const query = vi.spyOn(pg.Client.prototype, "query");
  try {
    await work();
    return query.mock.calls.map(([config]) => (typeof config === "string" ? config : (config as pg.QueryConfig).text));
  } finally {
    query.mockRestore();
  }
}
