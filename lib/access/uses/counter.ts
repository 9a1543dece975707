import { prepared } from "../../platform/db/prepared";
import type { CountedLimit } from "../limits/counted";

/** The most that a process takes at once: what a killed one can lose. */
export const MAX_CHUNK = 1_000;
/** A process takes this part of what is left, so that its chunks shrink to 1 near the end. */
const PART = 16;

/** What a counter gave, in its current period. */
export interface Taken {
  /** How many requests it may let in. */
  readonly granted: number;
  /** How many were left in the counter after that. */
  readonly left: number;
  /** The period, by the database's clock, in epoch ms. For the whole life of a token it ends never: Infinity. */
  readonly startsAt: number;
  readonly endsAt: number;
}

/** Requests that were taken and not let in. */
export interface Unused {
  readonly limit: CountedLimit;
  /** Of the period, in epoch ms. */
  readonly startsAt: number;
  readonly count: number;
}

/** Where requests are counted. */
export interface Counter {
  take(limit: CountedLimit, cost: number): Promise<Taken | null>;
  read(limit: CountedLimit): Promise<Taken>;
  /** Never rejects: what cannot be given back is lost. */
  giveBack(unused: readonly Unused[]): Promise<void>;
}

interface Row {
  readonly granted: string;
  readonly taken: string;
  readonly startsAt: number;
  readonly endsAt: number | null;
}

/**
 * The period of `$3` that the database's clock is in. It has one row, and so has the statement that begins with it.
 * `clock_timestamp()`, because a transaction may begin before it gets its connection's turn.
 */
const PERIOD = `WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS "at"), period AS (
    SELECT CASE WHEN $3 = 'ever' THEN to_timestamp(0)
        WHEN $3 IN ('day', 'month') THEN date_trunc($3, "at", 'UTC')
        ELSE to_timestamp(floor(extract(epoch FROM "at") / $3::numeric) * $3::numeric) END AS "startsAt",
      CASE WHEN $3 = 'ever' THEN NULL
        WHEN $3 IN ('day', 'month') THEN date_trunc($3, "at", 'UTC') + ('1 ' || $3)::interval
        ELSE to_timestamp((floor(extract(epoch FROM "at") / $3::numeric) + 1) * $3::numeric) END AS "endsAt"
    FROM clock)`;

/**
 * Takes `$5`, or a chunk of what is left if that is more, unless less than `$5` is left: then no row is written, and
 * none answered. The commit is durable, so that no crash gives a request away twice.
 */
const TAKE = {
  name: "take_uses",
  text: `${PERIOD}
    INSERT INTO "UseCounter" AS c ("organizationId", "key", "startsAt", "endsAt", "limit", "taken", "granted")
    SELECT $1, $2, "startsAt", "endsAt", $4::bigint, $5::bigint, $5::bigint FROM period WHERE $5::bigint <= $4::bigint
    ON CONFLICT ("organizationId", "key", "startsAt") DO UPDATE SET "limit" = excluded."limit",
      "taken" = c."taken" + GREATEST(excluded."granted", LEAST((excluded."limit" - c."taken") / ${PART}, $6::bigint)),
      "granted" = GREATEST(excluded."granted", LEAST((excluded."limit" - c."taken") / ${PART}, $6::bigint))
    WHERE c."taken" + excluded."granted" <= excluded."limit"
    RETURNING "granted", "taken", (extract(epoch FROM "startsAt") * 1000)::float8 AS "startsAt",
      (extract(epoch FROM "endsAt") * 1000)::float8 AS "endsAt"`,
};

/**
 * Takes at least `cost` requests from the counter of a limit, and up to a chunk, but for a limit of the whole life,
 * which is taken exactly. Null if less is left. One statement. Throws if the database is unavailable.
 */
export async function takeFromCounter(limit: CountedLimit, cost: number): Promise<Taken | null> {
  const chunk = limit.period === "ever" ? 0 : MAX_CHUNK;
  const [row] = await prepared<Row>(TAKE, [
    limit.organizationId,
    limit.key,
    String(limit.period),
    limit.limit,
    cost,
    chunk,
  ]);
  if (!row) return null;
  return {
    granted: Number(row.granted),
    left: Math.max(0, limit.limit - Number(row.taken)),
    startsAt: row.startsAt,
    endsAt: row.endsAt ?? Infinity,
  };
}

/** In the order of the keys, so that two processes do not wait for each other. */
const GIVE_BACK = {
  name: "give_uses_back",
  text: `UPDATE "UseCounter" c SET "taken" = c."taken" - g."count"
    FROM (SELECT * FROM unnest($1::text[], $2::text[], $3::float8[], $4::bigint[])
      AS u("organizationId", "key", "startsAt", "count") ORDER BY 1, 2) g
    WHERE c."organizationId" = g."organizationId" AND c."key" = g."key"
      AND c."startsAt" = to_timestamp(g."startsAt" / 1000) AND c."taken" >= g."count"`,
};

/** Gives requests back. Call it once for each: then none is let in twice. One statement. */
export async function giveBackToCounter(unused: readonly Unused[]): Promise<void> {
  await prepared(GIVE_BACK, [
    unused.map(({ limit }) => limit.organizationId),
    unused.map(({ limit }) => limit.key),
    unused.map(({ startsAt }) => startsAt),
    unused.map(({ count }) => count),
  ]);
}

const LEFT = {
  name: "uses_left",
  text: `${PERIOD}
    SELECT $4::bigint - COALESCE(c."taken", 0) AS "left",
      (extract(epoch FROM p."startsAt") * 1000)::float8 AS "startsAt",
      (extract(epoch FROM p."endsAt") * 1000)::float8 AS "endsAt"
    FROM period p LEFT JOIN "UseCounter" c
      ON c."organizationId" = $1 AND c."key" = $2 AND c."startsAt" = p."startsAt"`,
};

/** How much is left in the counter of a limit. Takes nothing. One statement. */
export async function readCounter(limit: CountedLimit): Promise<Taken> {
  const [row] = await prepared<{ left: string; startsAt: number; endsAt: number | null }>(LEFT, [
    limit.organizationId,
    limit.key,
    String(limit.period),
    limit.limit,
  ]);
  if (!row) throw new Error("the period of a limit has no row");
  return { granted: 0, left: Math.max(0, Number(row.left)), startsAt: row.startsAt, endsAt: row.endsAt ?? Infinity };
}
