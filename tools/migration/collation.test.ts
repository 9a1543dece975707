import pg from "pg";
import { expect, test } from "vitest";
import { testCluster } from "../testing/cluster";
import { createTestDatabase } from "../testing/database";
import { migrate } from ".";

const VERSION = `SELECT "collversion" AS version, pg_collation_actual_version("oid") AS actual FROM pg_collation
  WHERE "collname" = 'name_order'`;
const FILES = `SELECT "relname" AS name, "relfilenode" AS file FROM pg_class
  WHERE "relname" IN ('ApiToken_by_name', 'ApiToken_live_name_key', 'Asset_by_name', 'Space_pkey') ORDER BY 1`;

test("a changed collation is found at start, and instances that start together rebuild the indexes once", async () => {
  const database = await createTestDatabase();
  const url = new URL((await testCluster()).superuserUrl);
  url.pathname = new URL(database.ownerUrl).pathname;
  const superuser = new pg.Client({ connectionString: url.toString() });
  await superuser.connect();
  try {
    const files = async () => (await superuser.query<{ name: string; file: number }>(FILES)).rows;
    const before = await files();
    await superuser.query(`UPDATE pg_collation SET "collversion" = '1.0' WHERE "collname" = 'name_order'`);
    const lines: string[] = [];
    await Promise.all([1, 2, 3].map(() => migrate(database, (line) => lines.push(line))));
    expect(lines).toEqual([expect.stringMatching(/collation's version has changed from 1\.0/)]);
    const { rows } = await superuser.query<{ version: string; actual: string }>(VERSION);
    expect(rows[0]?.version).toBe(rows[0]?.actual);
    const kept = (await files()).filter(({ file }, at) => file === before[at]?.file).map(({ name }) => name);
    expect(kept).toEqual(["Space_pkey"]);
  } finally {
    await superuser.end();
    await database.drop();
  }
});
