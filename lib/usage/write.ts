import { pool } from "../platform/db";
import { withStatementLimit } from "../platform/db/client";
import { log } from "../platform/log";
import { readCountKey, settleSightings, type UsageBatch } from "./state";

/** How long the ids of batches are kept, in days: longer than a batch is sent again. */
export const BATCHES_KEPT_DAYS = 2;
/** How many addresses, and how many agents, of a token are kept. */
export const ORIGINS_KEPT = 50;

/**
 * Writes a batch in one statement, all or nothing; another one removes the oldest origins. A known batch adds nothing.
 * Deleted tokens are skipped. Tokens that are being deleted are skipped and returned, because waiting for them could
 * deadlock with the deletion. Rows are always written in the same order, so that two instances do not deadlock. What is
 * known to the minute is written at most once a minute.
 */
const WRITE = `
WITH batch AS (INSERT INTO "UsageBatch" ("id") VALUES ($1) ON CONFLICT DO NOTHING RETURNING 1),
given AS (
  SELECT g.*, t."subject" FROM unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::text[], $6::text[])
    AS g("tokenId", "organizationId", "at", "address", "agent")
  JOIN "ApiToken" t ON t."id" = g."tokenId"
    -- A comparison would be estimated to find one token of many organizations', and the rest be planned for one row.
    AND CASE WHEN t."organizationId" = g."organizationId" THEN TRUE ELSE FALSE END
  WHERE EXISTS (SELECT 1 FROM batch)
),
held AS MATERIALIZED (
  SELECT t."id", t."organizationId", t."subject" FROM "ApiToken" t WHERE t."id" IN (SELECT "tokenId" FROM given)
  ORDER BY t."id" FOR KEY SHARE SKIP LOCKED
),
activity AS (
  INSERT INTO "TokenActivity" AS a ("tokenId", "organizationId", "at", "address", "agent")
  SELECT g."tokenId", g."organizationId", g."at", g."address", g."agent" FROM given g
    JOIN held h ON h."id" = g."tokenId" WHERE g."at" IS NOT NULL ORDER BY g."tokenId"
  ON CONFLICT ("tokenId") DO UPDATE SET "at" = excluded."at", "address" = excluded."address",
    "agent" = excluded."agent" WHERE excluded."at" >= a."at" + interval '1 minute'
),
counts AS MATERIALIZED (
  SELECT c.*, h."organizationId", h."subject"
  FROM unnest($7::uuid[], $8::timestamptz[], $9::text[], $10::text[], $11::bigint[])
    AS c("tokenId", "hour", "outcome", "api", "requests") JOIN held h ON h."id" = c."tokenId"
),
allowed AS (
  INSERT INTO "TokenUsage" AS u ("tokenId", "organizationId", "hour", "requests")
  SELECT "tokenId", "organizationId", "hour", sum("requests") FROM counts WHERE "outcome" = 'allowed'
  GROUP BY 1, 2, 3 ORDER BY 1, 3
  ON CONFLICT ("tokenId", "hour") DO UPDATE SET "requests" = u."requests" + excluded."requests"
),
rolled AS (
  SELECT "organizationId", 'token' AS "kind", "tokenId"::text AS "key", "hour", "outcome", "requests" FROM counts
    WHERE "outcome" <> 'allowed'
  UNION ALL
  SELECT "organizationId", 'subject', "subject", "hour", "outcome", "requests" FROM counts WHERE "subject" IS NOT NULL
  UNION ALL
  SELECT c."organizationId", 'api', a."id"::text, c."hour", c."outcome", c."requests" FROM counts c
    JOIN "Api" a ON a."organizationId" = c."organizationId" AND a."identifier" = c."api" AND a."deletedAt" IS NULL
    WHERE c."api" <> ''
  UNION ALL
  SELECT "organizationId", 'organization', '', "hour", "outcome", "requests" FROM counts
  UNION ALL
  SELECT o."id", 'organization', '', s."hour", s."outcome", s."requests"
  FROM unnest($12::text[], $13::timestamptz[], $14::text[], $15::bigint[])
    AS s("organizationId", "hour", "outcome", "requests")
    JOIN "Organization" o ON o."id" = s."organizationId" AND o."deletedAt" IS NULL
  WHERE EXISTS (SELECT 1 FROM batch)
),
counted AS (
  INSERT INTO "UsageCount" AS u ("organizationId", "kind", "key", "hour", "outcome", "requests")
  SELECT "organizationId", "kind", "key", "hour", "outcome", sum("requests") FROM rolled
  GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT ("organizationId", "kind", "key", "hour", "outcome")
    DO UPDATE SET "requests" = u."requests" + excluded."requests"
),
sighted AS (
  INSERT INTO "TokenSighting" AS s ("tokenId", "organizationId", "kind", "value", "firstAt", "lastAt")
  SELECT n."tokenId", h."organizationId", n."kind", n."value", n."firstAt", n."lastAt"
  FROM unnest($16::uuid[], $17::text[], $18::text[], $19::timestamptz[], $20::timestamptz[])
    AS n("tokenId", "kind", "value", "firstAt", "lastAt") JOIN held h ON h."id" = n."tokenId"
  ORDER BY n."tokenId", n."kind", n."value"
  ON CONFLICT ("tokenId", "kind", "value") DO UPDATE SET "lastAt" = excluded."lastAt"
    WHERE excluded."lastAt" >= s."lastAt" + interval '1 minute'
  RETURNING "tokenId", "kind", xmax = 0 AS "isNew"
)
SELECT g."tokenId", FALSE AS "grew" FROM given g WHERE NOT EXISTS (SELECT 1 FROM held h WHERE h."id" = g."tokenId")
UNION ALL
SELECT DISTINCT "tokenId", TRUE FROM sighted WHERE "isNew" AND "kind" IN ('address', 'agent')`;

/**
 * Keeps the newest addresses and agents of the tokens that got new ones. In a transaction of its own, and past rows
 * that are held: so it never waits for another instance that waits for this one.
 */
const TRIM = `
WITH full_of AS (
  SELECT "tokenId", "kind" FROM "TokenSighting" WHERE "tokenId" = ANY($1::uuid[]) AND "kind" IN ('address', 'agent')
  GROUP BY 1, 2 HAVING count(*) > ${ORIGINS_KEPT}
)
DELETE FROM "TokenSighting" WHERE ctid = ANY (ARRAY(
  SELECT d.ctid FROM full_of f CROSS JOIN LATERAL (
    SELECT s."value" FROM "TokenSighting" s WHERE s."tokenId" = f."tokenId" AND s."kind" = f."kind"
    ORDER BY s."lastAt" DESC, s."value" OFFSET ${ORIGINS_KEPT}) x
  JOIN "TokenSighting" d ON (d."tokenId", d."kind", d."value") = (f."tokenId", f."kind", x."value")
  FOR UPDATE OF d SKIP LOCKED))`;

/** How long a write may take, in ms: longer than a read. */
const WRITE_TIMEOUT = 10_000;
const BEGIN = `BEGIN; SET LOCAL statement_timeout = ${WRITE_TIMEOUT}`;

/** Writes a batch; returns the ids of the tokens that were skipped. Safe to repeat. */
export async function writeBatch(batch: UsageBatch): Promise<string[]> {
  const client = await pool().connect();
  let [grown, skipped]: string[][] = [[], []];
  try {
    await client.query(BEGIN);
    const { rows } = await withStatementLimit(WRITE_TIMEOUT, () =>
      client.query<{ tokenId: string; grew: boolean }>(WRITE, valuesOf(batch)),
    );
    const idsWhere = (grew: boolean) => rows.filter((row) => row.grew === grew).map(({ tokenId }) => tokenId);
    await client.query("COMMIT");
    client.release();
    grown = idsWhere(true);
    skipped = idsWhere(false);
  } catch (error) {
    client.release(error as Error); // closes the connection, which ends the transaction
    throw error;
  }
  await trim(grown);
  return skipped;
}

/** What cannot be removed now is removed when the token is used from somewhere new again. */
async function trim(tokenIds: readonly string[]): Promise<void> {
  if (tokenIds.length === 0) return;
  try {
    await pool().query(TRIM, [tokenIds]);
  } catch (error) {
    log.warn({ message: (error as Error).message, tokens: tokenIds.length }, "old origins could not be removed");
  }
}

function valuesOf({ id, uses, strangers }: UsageBatch): unknown[] {
  const rows = [...uses];
  for (const [, use] of rows) settleSightings(use);
  const counts = countsIn(rows.map(([tokenId, use]) => [tokenId, use.counts]));
  const denied = countsIn([...strangers]);
  const sightings = rows.flatMap(([tokenId, use]) =>
    [...use.sightings.values()].map((sighting) => ({ ...sighting, tokenId })),
  );
  return [
    id,
    rows.map(([tokenId]) => tokenId),
    rows.map(([, use]) => use.organizationId),
    rows.map(([, use]) => (use.at === null ? null : new Date(use.at))),
    rows.map(([, use]) => use.address),
    rows.map(([, use]) => use.agent),
    counts.map(({ owner }) => owner),
    counts.map(({ hour }) => hour),
    counts.map(({ outcome }) => outcome),
    counts.map(({ api }) => api),
    counts.map(({ requests }) => requests),
    denied.map(({ owner }) => owner),
    denied.map(({ hour }) => hour),
    denied.map(({ outcome }) => outcome),
    denied.map(({ requests }) => requests),
    sightings.map(({ tokenId }) => tokenId),
    sightings.map(({ kind }) => kind),
    sightings.map(({ value }) => value),
    sightings.map(({ firstAt }) => new Date(firstAt)),
    sightings.map(({ lastAt }) => new Date(lastAt)),
  ];
}

const countsIn = (rows: readonly (readonly [owner: string, counts: ReadonlyMap<string, number>])[]) =>
  rows.flatMap(([owner, counts]) => [...counts].map(([key, requests]) => ({ owner, requests, ...readCountKey(key) })));
