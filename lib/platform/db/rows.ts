import { pool } from ".";
import type { Prisma } from "./generated/client";
import { ROW_TYPES } from "./row-types";

/**
 * Runs one statement outside of transactions and returns its rows, by pg itself: a third of the CPU that Prisma takes
 * (docs/decisions/0079-rows-and-transactions-without-prisma.md). `lib/rows.test.ts` holds the type to the columns.
 */
export async function readRows<Row extends object>({ text, values }: Prisma.Sql): Promise<Row[]> {
  return (await pool().query<Row>({ text, values, types: ROW_TYPES })).rows;
}
