import pg from "pg";
import { issueTokens } from "../../tools/testing/tokens";

/** More than the token cache keeps, asked for in turn: each is a miss. */
const COLD = 150_000;
const BATCH = 10_000;

/** What is asked about. */
export interface Tokens {
  organizationId: string;
  hot: string[];
  cold: string[];
}

/** A table of about `rows` tokens: those that are asked for, and as many others as it takes. */
export async function fillTable(ownerUrl: string, rows: number): Promise<Tokens> {
  const { organizationId, tokens } = await issueTokens(ownerUrl, 1_000);
  const cold: string[] = [];
  while (cold.length < Math.min(COLD, rows)) cold.push(...(await issueTokens(ownerUrl, BATCH, ["viewer"], organizationId)).tokens.map(({ secret }) => secret));
  await addOthers(ownerUrl, organizationId, rows - cold.length);
  return { organizationId, hot: tokens.map(({ secret }) => secret), cold };
}

async function addOthers(connectionString: string, organizationId: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(
    `WITH made AS (
       INSERT INTO "ApiToken" ("id", "organizationId", "name", "permissions", "hint", "createdByName", "updatedAt")
       SELECT gen_random_uuid(), $1, 'Other ' || i, '{viewer}', 'latch_…0000', 'Bench', now() FROM generate_series(1, $2) i RETURNING "id")
     INSERT INTO "TokenSecret" ("digest", "tokenId", "organizationId", "hint") SELECT sha256("id"::text::bytea), "id", $1, 'latch_…0000' FROM made`,
    [organizationId, count],
  );
  await client.query("VACUUM ANALYZE");
  await client.end();
}
