import { db, type Tx } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import { env } from "../platform/env";
import type { PeriodicJob } from "../platform/jobs/job";
import { GRANTS } from "../access/token-cache/token-record";
import { EFFECTIVE_END, FROM, STATUS } from "../tokens/row";
import { adviseOn, WATCHED_DAYS, type SeenWith, type TokenFacts } from "./advise";

/** How many tokens one statement reads: a few dozen milliseconds of work at most. */
const BATCH = 100;
const NONE = "00000000-0000-0000-0000-000000000000";

interface FactsRow extends Omit<TokenFacts, "seen"> {
  readonly id: string;
  readonly organizationId: string;
  readonly version: number;
  readonly now: Date;
  /** As JSON: its times are text. */
  readonly seen: readonly (Omit<SeenWith, "firstAt" | "lastAt"> & { firstAt: string; lastAt: string })[];
}

const LIVE = Prisma.sql`${STATUS} IN ('live', 'expiring')`;

const FACTS = Prisma.sql`SELECT t."id", t."organizationId", t."version", now() AS "now", t."createdAt",
  t."updatedAt", (t."limits"->>'notBefore')::timestamptz AS "notBefore",
  a."at" AS "lastUsedAt", ${EFFECTIVE_END} AS "endsAt", COALESCE(t."limits" ? 'networks', FALSE) AS "hasNetworks",
  t."permissions"::text[] AS "permissions", COALESCE(${Prisma.raw(GRANTS)}, '[]') AS "grants",
  (SELECT max(s."createdAt") FROM "TokenSecret" s
    WHERE s."organizationId" = t."organizationId" AND s."tokenId" = t."id" AND s."expiresAt" IS NULL) AS "secretAt",
  EXISTS (SELECT FROM "ApiToken" c
    WHERE c."organizationId" = t."organizationId" AND c."parentId" = t."id" AND c."revokedAt" IS NULL) AS "hasChildren",
  COALESCE((SELECT json_agg(json_build_object('kind', x."kind", 'value', x."value", 'firstAt', x."firstAt",
    'lastAt', x."lastAt")) FROM "TokenSighting" x WHERE x."tokenId" = t."id"), '[]') AS "seen" ${FROM}`;

/** The facts about live tokens, some at a time in the order of their ids. */
export function readFacts(client: Tx, which: Prisma.Sql): Promise<FactsRow[]> {
  return client.$queryRaw<FactsRow[]>(Prisma.sql`${FACTS} WHERE ${LIVE} AND ${which} ORDER BY t."id" LIMIT ${BATCH}`);
}

export const toFacts = ({ seen, secretAt, ...row }: FactsRow): TokenFacts => ({
  ...row,
  secretAt: secretAt ?? row.createdAt, // a token always has one that does not end
  // What is kept for less time than is watched says nothing about what is not needed.
  seen: (env().TOKEN_USAGE_DAYS < WATCHED_DAYS ? [] : seen).map((one) => ({
    ...one,
    firstAt: new Date(one.firstAt),
    lastAt: new Date(one.lastAt),
  })),
});

/** Finds the advice about all live tokens anew, of all organizations. Can be ended anywhere. */
async function refreshAdvice(signal: AbortSignal): Promise<void> {
  for (let last: string | undefined = NONE; last !== undefined;) {
    signal.throwIfAborted();
    last = await refreshAfter(last);
  }
  await db().$executeRaw(Prisma.sql`DELETE FROM "TokenAdvice" v USING "ApiToken" t
    WHERE t."organizationId" = v."organizationId" AND t."id" = v."tokenId"
      AND (t."revokedAt" IS NOT NULL OR t."expiresAt" < now())`);
}

/** Returns the id of the last token; undefined if there are no more. */
async function refreshAfter(id: string): Promise<string | undefined> {
  const rows = await readFacts(db(), Prisma.sql`t."id" > ${id}::uuid`);
  await store(rows);
  return rows.length === BATCH ? rows.at(-1)?.id : undefined;
}

async function store(rows: readonly FactsRow[]): Promise<void> {
  if (rows.length === 0) return;
  const advice = rows.flatMap((row) =>
    adviseOn(toFacts(row), row.now).map((detail) => ({ tokenId: row.id, version: row.version, detail })),
  );
  await db().$executeRaw(Prisma.sql`
    WITH found AS (
      SELECT t."id" AS "tokenId", t."organizationId", g."kind", g."detail"::jsonb AS "detail", g."version"
      FROM unnest(${advice.map(({ tokenId }) => tokenId)}::uuid[], ${advice.map(({ detail }) => detail.kind)}::text[],
        ${advice.map(({ detail }) => JSON.stringify(detail))}::text[], ${advice.map(({ version }) => version)}::int[])
        AS g("tokenId", "kind", "detail", "version")
      JOIN "ApiToken" t ON t."id" = g."tokenId" ORDER BY t."id" FOR KEY SHARE OF t SKIP LOCKED
    ), outdated AS (
      DELETE FROM "TokenAdvice" d WHERE d."tokenId" = ANY(${rows.map(({ id }) => id)}::uuid[])
        AND NOT EXISTS (SELECT FROM found f WHERE f."tokenId" = d."tokenId" AND f."kind" = d."kind")
    )
    INSERT INTO "TokenAdvice" AS a ("tokenId", "organizationId", "kind", "detail", "version")
    SELECT "tokenId", "organizationId", "kind", "detail", "version" FROM found ORDER BY 1, 3
    ON CONFLICT ("tokenId", "kind") DO UPDATE SET "detail" = excluded."detail", "version" = excluded."version"
      WHERE (a."detail", a."version") IS DISTINCT FROM (excluded."detail", excluded."version")`);
}

/** Once an hour. */
export const ADVICE_JOB: PeriodicJob = { name: "token-advice", cron: "30 * * * *", run: refreshAdvice };
