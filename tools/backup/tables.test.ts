import pg from "pg";
import { expect, test } from "vitest";
import { createTestDatabase } from "../testing/database";
import { tablesInOrder } from "./tables";

test("an export has what organizations own, but no queued jobs or state of running processes", async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  const tables = (await tablesInOrder(client)).map(({ table }) => table);
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'pgboss'`,
  );
  await client.end();
  await database.drop();
  expect(rows.length).toBeGreaterThan(5);
  expect(tables.filter((table) => rows.some(({ name }) => name === table))).toEqual([]);
  expect(tables).toContain("RevocationHorizon");
  expect(tables.indexOf("Organization")).toBeLessThan(tables.indexOf("RevocationHorizon"));
});
