import { randomBytes } from "node:crypto";
import pg from "pg";
import type { Permission } from "../../lib/access/authorization/permissions";
import { digestOf } from "../../lib/access/credentials/token-digest";
import { generateToken, hintOf } from "../../lib/access/credentials/token-format";

/** A token with its secret, for tests and benchmarks. */
export interface TestToken {
  id: string;
  secret: string;
}

/**
 * Creates `count` tokens in an organization, by default a new one. They are inserted directly into the database: that
 * is fast, and no process has cached them.
 */
export async function issueTokens(
  ownerUrl: string,
  count: number,
  permissions: readonly Permission[] = ["viewer"],
  organizationId = `test-${randomBytes(4).toString("hex")}`,
): Promise<{ organizationId: string; tokens: TestToken[] }> {
  const tokens = Array.from({ length: count }, () => ({ id: crypto.randomUUID(), secret: generateToken("latch") }));
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO "Organization" ("id", "code", "name", "updatedAt") VALUES ($1, 'TEST', 'Test', now())
        ON CONFLICT DO NOTHING`,
      [organizationId],
    );
    await insertTokens(client, organizationId, tokens, permissions);
  } finally {
    await client.end();
  }
  return { organizationId, tokens };
}

async function insertTokens(
  client: pg.Client,
  organizationId: string,
  tokens: TestToken[],
  permissions: readonly Permission[],
): Promise<void> {
  const ids = tokens.map(({ id }) => id);
  const hints = tokens.map(({ secret }) => hintOf(secret));
  await client.query(
    `INSERT INTO "ApiToken" ("id", "organizationId", "name", "permissions", "hint", "createdByName", "updatedAt")
     SELECT g."id", $1, 'Token ' || g."id", $4::"Permission"[], g."hint", 'Test', now()
       FROM unnest($2::uuid[], $3::text[]) AS g("id", "hint")`,
    [organizationId, ids, hints, permissions],
  );
  await client.query(
    `INSERT INTO "TokenSecret" ("digest", "tokenId", "organizationId", "hint")
     SELECT g."digest", g."id", $1, g."hint"
       FROM unnest($2::uuid[], $3::text[], $4::bytea[]) AS g("id", "hint", "digest")`,
    [organizationId, ids, hints, tokens.map(({ secret }) => digestOf(secret))],
  );
}

/** The number of token uses that have been written. */
export async function usesOf(connectionString: string): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ sum: number }>(
    `SELECT COALESCE(sum("requests"), 0)::int AS sum FROM "TokenUsage"`,
  );
  await client.end();
  return rows[0]?.sum ?? 0;
}
