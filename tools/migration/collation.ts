import type pg from "pg";

const COLLATION = "name_order";

/**
 * Rebuilds the indexes that are sorted by names when the collation's version has changed, as an upgrade of ICU does:
 * look-ups in an index of another order miss rows. The indexes can be used while they are rebuilt.
 */
export async function reindexNames(owner: pg.Client, log: (line: string) => void): Promise<void> {
  const { rows: changed } = await owner.query<{ oid: number; from: string | null; to: string | null }>(
    `SELECT "oid", "collversion" AS "from", pg_collation_actual_version("oid") AS "to" FROM pg_collation
     WHERE "collname" = $1 AND "collversion" IS DISTINCT FROM pg_collation_actual_version("oid")`,
    [COLLATION],
  );
  for (const { oid, from, to } of changed) {
    log(`Rebuilding the indexes of names: the collation's version has changed from ${from} to ${to}.`);
    const { rows: indexes } = await owner.query<{ name: string }>(
      `SELECT "indexrelid"::regclass::text AS "name" FROM pg_index WHERE $1::oid = ANY ("indcollation"::oid[])`,
      [oid],
    );
    for (const { name } of indexes) await owner.query(`REINDEX INDEX CONCURRENTLY ${name}`);
    await owner.query(`ALTER COLLATION "${COLLATION}" REFRESH VERSION`);
  }
}
