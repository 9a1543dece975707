import type pg from "pg";

const COLLATION = "name_order";

/**
 * Rebuilds the indexes of names if the collation's version has changed, as with an upgrade of ICU: look-ups in an index
 * with the old order miss rows. The indexes stay usable during the rebuild.
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
