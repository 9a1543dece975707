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
  expect(tables).toContain("UseCounter");
  expect(tables.indexOf("Organization")).toBeLessThan(tables.indexOf("RevocationHorizon"));
});

test("an export has no table whose ids the database counts: the target would count from 1 again", async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  const tables = (await tablesInOrder(client)).map(({ table }) => table);
  const { rows } = await client.query<{ name: string }>(
    `SELECT DISTINCT attrelid::regclass::text AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE c.relnamespace = 'public'::regnamespace AND (a.attidentity <> '' OR EXISTS (
        SELECT FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum
          AND pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval%'))`,
  );
  await client.end();
  await database.drop();
  expect(tables.filter((table) => rows.some(({ name }) => name.replaceAll('"', "") === table))).toEqual([]);
});
