import { queryAt, hasUsedKeys } from "../secrets-check";
import type { BackupFacts } from "./archive";

/** The API tokens and the heads of the audit chains now; none if the database is empty. */
export async function factsOf(ownerUrl: string): Promise<{ tokens: number; heads: BackupFacts["heads"] }> {
  if (!(await hasUsedKeys(ownerUrl))) return { tokens: 0, heads: [] };
  return queryAt(ownerUrl, async (ask) => {
    const [row] = await ask<{ tokens: number; heads: BackupFacts["heads"] }>(
      `SELECT (SELECT count(*)::int FROM "ApiToken") AS tokens,
        COALESCE((SELECT json_agg(
          json_build_object('chain', "chain", 'sequence', "sequence", 'mac', encode("mac", 'hex')) ORDER BY "chain")
          FROM "AuditHead" WHERE "sequence" > 0), '[]') AS heads`,
      [],
    );
    return row ?? { tokens: 0, heads: [] };
  });
}
