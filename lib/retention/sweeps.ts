import { KEPT_DAYS } from "../denials/write";
import { env } from "../platform/env";
import { ANSWERS_KEPT_HOURS } from "../platform/idempotency";
import { CUTOFFS_KEPT_HOURS } from "../revocations/cutoffs";
import { REVOCATIONS_KEPT_DAYS } from "../revocations/feed";
import { BATCHES_KEPT_DAYS } from "../usage/write";

/** Rows of one table that nothing needs any more. */
export interface Sweep {
  readonly name: string;
  /** Deletes up to $1 rows and returns how many, as `rows`. Rows that another transaction holds are left for later. */
  readonly sql: string;
  /** $2 and following. */
  readonly values: () => readonly unknown[];
}

/** How long invitations and reset links are kept after they expire, in days. */
const LINKS_KEPT_DAYS = 30;
/** How long an expired session, and a counter whose window is over, is kept: more than clocks differ. */
const SESSION_MARGIN = "interval '1 day'";
/** How long a removed scope and a deleted API are kept. */
const REMOVED_MARGIN = "interval '1 day'";
const COUNTER_MARGIN_MS = 3_600_000;

/**
 * By the physical place of the rows, which are locked first: PostgreSQL then reads the rest of the table in no plan. A
 * row that changed meanwhile is judged again by its new version.
 */
const deleting = (table: string, where: string, order: string) =>
  `DELETE FROM "${table}" WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM "${table}" WHERE ${where} ORDER BY "${order}" LIMIT $1 FOR UPDATE SKIP LOCKED))`;

const counted = (table: string, where: string, order: string) =>
  `WITH gone AS (${deleting(table, where, order)} RETURNING 1) SELECT count(*)::int AS rows FROM gone`;

const none = (): readonly unknown[] => [];

/** Every table that would grow without end. The audit log and the tokens themselves are kept. */
export const SWEEPS: readonly Sweep[] = [
  {
    name: "rate-limits", // 0 is the row that the probe of writes keeps
    sql: counted(
      "RateLimit",
      `"expire" > 0 AND "expire" < (extract(epoch FROM now()) * 1000)::bigint - ${COUNTER_MARGIN_MS}`,
      "expire",
    ),
    values: none,
  },
  {
    name: "use-counters", // those of a token's whole life have no end
    sql: counted("UseCounter", `"endsAt" < now() - interval '1 hour'`, "endsAt"),
    values: none,
  },
  {
    name: "denials",
    sql: counted("Denial", `"at" < now() - interval '${KEPT_DAYS} days'`, "at"),
    values: none,
  },
  { name: "sessions", sql: counted("Session", `"expiresAt" < now() - ${SESSION_MARGIN}`, "expiresAt"), values: none },
  {
    name: "invitations",
    sql: counted("Invitation", `"expiresAt" < now() - interval '${LINKS_KEPT_DAYS} days'`, "expiresAt"),
    values: none,
  },
  {
    name: "password-resets",
    sql: counted("PasswordReset", `"expiresAt" < now() - interval '${LINKS_KEPT_DAYS} days'`, "expiresAt"),
    values: none,
  },
  {
    name: "idempotency-keys",
    sql: counted("IdempotencyKey", `"createdAt" < now() - interval '${ANSWERS_KEPT_HOURS} hours'`, "createdAt"),
    values: none,
  },
  {
    name: "usage-batches",
    sql: counted("UsageBatch", `"at" < now() - interval '${BATCHES_KEPT_DAYS} days'`, "at"),
    values: none,
  },
  {
    name: "token-usage",
    sql: counted("TokenUsage", `"hour" < now() - make_interval(days => $2)`, "hour"),
    values: () => [env().TOKEN_USAGE_DAYS],
  },
  {
    name: "usage-counts",
    sql: counted("UsageCount", `"hour" < now() - make_interval(days => $2)`, "hour"),
    values: () => [env().TOKEN_USAGE_DAYS],
  },
  {
    name: "token-sightings",
    sql: counted(
      "TokenSighting",
      `"firstAt" < now() - make_interval(days => $2) AND "lastAt" < now() - make_interval(days => $2)`,
      "firstAt",
    ),
    values: () => [env().TOKEN_USAGE_DAYS],
  },
  {
    name: "token-grants", // of removed scopes
    sql: `WITH removed AS MATERIALIZED (
        SELECT "organizationId", "apiId", "id" FROM "ApiScope" WHERE "removedAt" < now() ORDER BY "removedAt"
      ), gone AS (
        DELETE FROM "TokenGrant" WHERE ctid = ANY (ARRAY(
          SELECT g.ctid FROM removed
          JOIN "TokenGrant" g ON g."organizationId" = removed."organizationId" AND g."apiId" = removed."apiId"
            AND g."scopeId" = removed."id"
          LIMIT $1 FOR UPDATE OF g SKIP LOCKED))
        RETURNING 1
      ) SELECT count(*)::int AS rows FROM gone`,
    values: none,
  },
  {
    name: "api-scopes", // that no token has any more
    sql: counted(
      "ApiScope",
      `"removedAt" < now() - ${REMOVED_MARGIN} AND NOT EXISTS (SELECT FROM "TokenGrant" g
        WHERE (g."organizationId", g."apiId", g."scopeId") =
          ("ApiScope"."organizationId", "ApiScope"."apiId", "ApiScope"."id"))`,
      "removedAt",
    ),
    values: none,
  },
  {
    name: "apis", // without scopes, and not of a live binding: that counts deleted APIs too
    sql: counted(
      "Api",
      `"deletedAt" < now() - ${REMOVED_MARGIN} AND NOT EXISTS (SELECT FROM "ApiScope" c
        WHERE (c."organizationId", c."apiId") = ("Api"."organizationId", "Api"."id"))
        AND NOT EXISTS (SELECT FROM "TokenIssue" i
        JOIN "ApiToken" t ON t."organizationId" = i."organizationId" AND t."id" = i."tokenId"
        WHERE (i."organizationId", i."apiId") = ("Api"."organizationId", "Api"."id")
          AND t."boundToApis" AND t."revokedAt" IS NULL)`,
      "deletedAt",
    ),
    values: none,
  },
  {
    name: "jwt-cutoffs",
    sql: counted("JwtCutoff", `"at" < now() - interval '${CUTOFFS_KEPT_HOURS} hours'`, "at"),
    values: none,
  },
  {
    name: "revocations",
    sql: `WITH gone AS (
        ${deleting("Revocation", `"at" < now() - interval '${REVOCATIONS_KEPT_DAYS} days'`, "at")}
        RETURNING "organizationId", "sequence"
      ), horizon AS (
        INSERT INTO "RevocationHorizon" AS h ("organizationId", "sequence")
        SELECT "organizationId", max("sequence") FROM gone GROUP BY 1 ORDER BY 1
        ON CONFLICT ("organizationId") DO UPDATE SET "sequence" = greatest(h."sequence", excluded."sequence")
      )
      SELECT count(*)::int AS rows FROM gone`,
    values: none,
  },
];
