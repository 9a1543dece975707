import pg from "pg";
import { vi } from "vitest";

/**
 * Runs `work` and counts the statements that this process sends to PostgreSQL in that time. Throws if it counts none:
 * then it does not see the connections, and a comparison of counts would prove nothing.
 */
export async function countStatements<T>(work: () => Promise<T>): Promise<{ statements: number; result: T }> {
  const query = vi.spyOn(pg.Client.prototype, "query");
  try {
    const result = await work();
    if (query.mock.calls.length === 0) throw new Error("no statement was counted");
    return { statements: query.mock.calls.length, result };
  } finally {
    query.mockRestore();
  }
}
