import { pool } from "../platform/db";
import { withStatementLimit } from "../platform/db/client";
import type { UsageBatch } from "./state";

/** How long the ids of batches are kept, in days: longer than a batch is sent again. */
export const BATCHES_KEPT_DAYS = 2;

/**
 * Writes a batch in one statement, all or nothing. A known batch adds nothing. Deleted tokens are skipped. Tokens that
 * are being deleted are skipped and returned, because waiting for them could deadlock with the deletion. Rows are
 * always written in the same order, so that two instances do not deadlock.
 */
const WRITE = `
WITH batch AS (INSERT INTO "UsageBatch" ("id") VALUES ($1) ON CONFLICT DO NOTHING RETURNING 1),
given AS (
  SELECT g.* FROM unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::text[])
    AS g("tokenId", "organizationId", "at", "address", "agent")
  JOIN "ApiToken" t ON t."organizationId" = g."organizationId" AND t."id" = g."tokenId"
  WHERE EXISTS (SELECT 1 FROM batch)
),
held AS MATERIALIZED (
  SELECT t."id", t."organizationId" FROM "ApiToken" t WHERE t."id" IN (SELECT "tokenId" FROM given)
  ORDER BY t."id" FOR KEY SHARE SKIP LOCKED
),
activity AS (
  INSERT INTO "TokenActivity" AS a ("tokenId", "organizationId", "at", "address", "agent")
  SELECT g."tokenId", g."organizationId", g."at", g."address", g."agent" FROM given g
    JOIN held h ON h."id" = g."tokenId" ORDER BY g."tokenId"
  ON CONFLICT ("tokenId") DO UPDATE SET "at" = excluded."at", "address" = excluded."address",
    "agent" = excluded."agent" WHERE excluded."at" > a."at"
),
counted AS (
  INSERT INTO "TokenUsage" AS u ("tokenId", "organizationId", "hour", "requests")
  SELECT c."tokenId", h."organizationId", c."hour", c."requests"
  FROM unnest($7::uuid[], $8::timestamptz[], $9::bigint[]) AS c("tokenId", "hour", "requests")
    JOIN held h ON h."id" = c."tokenId"
  ORDER BY c."tokenId", c."hour"
  ON CONFLICT ("tokenId", "hour") DO UPDATE SET "requests" = u."requests" + excluded."requests"
)
SELECT g."tokenId" FROM given g WHERE NOT EXISTS (SELECT 1 FROM held h WHERE h."id" = g."tokenId")`;

/** How long a write may take, in ms: longer than a read. */
const WRITE_TIMEOUT = 10_000;
const BEGIN = `BEGIN; SET LOCAL statement_timeout = ${WRITE_TIMEOUT}`;

/** Writes a batch; returns the ids of the tokens that were skipped. Safe to repeat. */
export async function writeBatch(batch: UsageBatch): Promise<string[]> {
  const client = await pool().connect();
  try {
    await client.query(BEGIN);
    const { rows } = await withStatementLimit(WRITE_TIMEOUT, () =>
      client.query<{ tokenId: string }>(WRITE, valuesOf(batch)),
    );
    await client.query("COMMIT");
    client.release();
    return rows.map((row) => row.tokenId);
  } catch (error) {
    client.release(error as Error); // closes the connection, which ends the transaction
    throw error;
  }
}

function valuesOf({ id, uses }: UsageBatch): unknown[] {
  const rows = [...uses];
  const hours = rows.flatMap(([tokenId, use]) =>
    [...use.hours].map(([hour, requests]) => ({ tokenId, hour, requests })),
  );
  return [
    id,
    rows.map(([tokenId]) => tokenId),
    rows.map(([, use]) => use.organizationId),
    rows.map(([, use]) => new Date(use.at)),
    rows.map(([, use]) => use.address),
    rows.map(([, use]) => use.agent),
    hours.map(({ tokenId }) => tokenId),
    hours.map(({ hour }) => new Date(hour)),
    hours.map(({ requests }) => requests),
  ];
}
