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
  read(limits: readonly CountedLimit[]): Promise<ReadonlyMap<string, Taken>>;
  /** Never rejects: what cannot be given back is lost. */
  giveBack(unused: readonly Unused[]): Promise<void>;
}

interface Row {
  readonly granted: string;
  readonly taken: string;
  readonly startsAt: number;
  readonly endsAt: number | null;
}

/** When a period that the database's clock, `clock."at"`, is in began and ends. */
const startOf = (period: string) => `CASE WHEN ${period} = 'ever' THEN to_timestamp(0)
        WHEN ${period} IN ('day', 'month') THEN date_trunc(${period}, clock."at", 'UTC')
        ELSE to_timestamp(floor(extract(epoch FROM clock."at") / ${period}::numeric) * ${period}::numeric) END`;
const endOf = (period: string) => `CASE WHEN ${period} = 'ever' THEN NULL
        WHEN ${period} IN ('day', 'month') THEN date_trunc(${period}, clock."at", 'UTC') + ('1 ' || ${period})::interval
        ELSE to_timestamp((floor(extract(epoch FROM clock."at") / ${period}::numeric) + 1) * ${period}::numeric) END`;

/**
 * Takes `$5`, or a chunk of what is left if that is more, unless less than `$5` is left: then no row is written, and
 * none answered. The commit is durable, so that no crash gives a request away twice.
 */
const TAKE = {
  name: "take_uses",
  text: `WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS "at"), period AS (
      SELECT ${startOf("$3")} AS "startsAt", ${endOf("$3")} AS "endsAt" FROM clock)
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

/** Locks the rows in one order first, so that two processes do not wait for each other. */
const GIVE_BACK = {
  name: "give_uses_back",
  text: `WITH unused AS MATERIALIZED (
      SELECT c."organizationId", c."key", c."startsAt", u."count"
      FROM unnest($1::text[], $2::text[], $3::float8[], $4::bigint[])
        AS u("organizationId", "key", "startsAt", "count")
      JOIN "UseCounter" c ON c."organizationId" = u."organizationId" AND c."key" = u."key"
        AND c."startsAt" = to_timestamp(u."startsAt" / 1000) AND c."taken" >= u."count"
      ORDER BY c."organizationId", c."key", c."startsAt" FOR NO KEY UPDATE OF c)
    UPDATE "UseCounter" c SET "taken" = c."taken" - u."count" FROM unused u
    WHERE c."organizationId" = u."organizationId" AND c."key" = u."key" AND c."startsAt" = u."startsAt"`,
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
  text: `WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS "at"), asked AS (
      SELECT u."id", u."organizationId", u."key", u."limit", ${startOf(`u."period"`)} AS "startsAt",
        ${endOf(`u."period"`)} AS "endsAt"
      FROM clock, unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])
        AS u("id", "organizationId", "key", "period", "limit"))
    SELECT a."id", a."limit" - COALESCE(c."taken", 0) AS "left",
      (extract(epoch FROM a."startsAt") * 1000)::float8 AS "startsAt",
      (extract(epoch FROM a."endsAt") * 1000)::float8 AS "endsAt"
    FROM asked a LEFT JOIN "UseCounter" c
      ON c."organizationId" = a."organizationId" AND c."key" = a."key" AND c."startsAt" = a."startsAt"`,
};

interface LeftRow {
  readonly id: string;
  readonly left: string;
  readonly startsAt: number;
  readonly endsAt: number | null;
}

/** How much is left in the counters of limits, by their ids. Takes nothing. One statement. */
export async function readCounters(limits: readonly CountedLimit[]): Promise<ReadonlyMap<string, Taken>> {
  const rows = await prepared<LeftRow>(LEFT, [
    limits.map(({ id }) => id),
    limits.map(({ organizationId }) => organizationId),
    limits.map(({ key }) => key),
    limits.map(({ period }) => String(period)),
    limits.map(({ limit }) => limit),
  ]);
  return new Map(
    rows.map(({ id, left, startsAt, endsAt }) => [
      id,
      { granted: 0, left: Math.max(0, Number(left)), startsAt, endsAt: endsAt ?? Infinity },
    ]),
  );
}
