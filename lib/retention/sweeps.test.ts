import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { closeDatabase } from "../platform/db";
import { PERIODIC_JOBS } from "./jobs";
import { countedSweeps, runSweep } from "./run-sweep";
import { type Sweep, SWEEPS } from "./sweeps";

const urls = useTestDatabase();
const ORGANIZATION = "acme-corp";
const USER = randomUUID();
const TOKEN = randomUUID();
const API = "01900000-0000-7000-8000-0000000000a1";
let client: pg.Client;

beforeAll(async () => {
  client = new pg.Client({ connectionString: urls.appUrl });
  await client.connect();
  await client.query(
    `INSERT INTO "Organization" ("id", "code", "name", "updatedAt") VALUES ($1, 'ACME', 'Acme', now())`,
    [ORGANIZATION],
  );
  await client.query(
    `INSERT INTO "User" ("id", "email", "name", "passwordHash", "updatedAt")
      VALUES ($1, 'ada@example.com', 'Ada', '$argon2id$x', now())`,
    [USER],
  );
  await client.query(
    `INSERT INTO "ApiToken" ("id", "organizationId", "name", "hint", "createdByName", "permissions", "updatedAt")
     VALUES ($1, $2, 'token', 'x', 'Ada', '{viewer}', now())`,
    [TOKEN, ORGANIZATION],
  );
});
afterAll(async () => {
  await client.end();
  await closeDatabase();
});

/** A removed scope of an age in days; makes its API if there is none. */
async function insertScope(days: number): Promise<string> {
  await client.query(
    `INSERT INTO "Api" ("id", "organizationId", "identifier", "name", "updatedAt")
     VALUES ($1, $2, 'urn:acme:live', 'API', now()) ON CONFLICT DO NOTHING`,
    [API, ORGANIZATION],
  );
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO "ApiScope" ("id", "organizationId", "apiId", "name", "removedAt")
     VALUES ($1, $2, $3, 'read', now() - make_interval(secs => $4)) RETURNING "id"`,
    [randomUUID(), ORGANIZATION, API, days * 86_400],
  );
  return rows[0]?.id ?? "";
}

/** By sweep: the table, the age in days from which a row is deleted, and how a row of an age is inserted. */
const TABLES: Record<string, { table: string; days: number; insert: (days: number, i: number) => Promise<unknown> }> = {
  "rate-limits": {
    table: "RateLimit",
    days: 1 / 24,
    insert: (days, i) =>
      client.query(`INSERT INTO "RateLimit" VALUES ($1, 1, (extract(epoch FROM now()) * 1000)::bigint - $2)`, [
        `sign-in:${days}:${i}`,
        Math.round(days * 86_400_000),
      ]),
  },
  "use-counters": {
    table: "UseCounter",
    days: 1 / 24,
    insert: (days, i) =>
      client.query(
        `INSERT INTO "UseCounter" VALUES ($1, $2, now() - interval '2 days',
          now() - make_interval(secs => $3), 1, 1, 1)`,
        [ORGANIZATION, `token:${days}:${i} quota day`, days * 86_400],
      ),
  },
  denials: {
    table: "Denial",
    days: 7,
    insert: (days, i) =>
      client.query(
        `INSERT INTO "Denial" ("organizationId", "isStranger", "at", "requestId", "surface", "reason")
         VALUES ($1, true, now() - make_interval(secs => $2), $3, 'rest', 'unknown')`,
        [ORGANIZATION, days * 86_400, `request-${i}`],
      ),
  },
  sessions: {
    table: "Session",
    days: 1,
    insert: (days) =>
      client.query(
        `INSERT INTO "Session" ("id", "userId", "createdAt", "expiresAt")
         VALUES ($1, $2, now() - make_interval(days => 30), now() - make_interval(secs => $3))`,
        [randomUUID(), USER, days * 86_400],
      ),
  },
  invitations: {
    table: "Invitation",
    days: 30,
    insert: (days) =>
      client.query(
        `INSERT INTO "Invitation" ("id", "organizationId", "email", "role", "digest", "invitedByName", "revokedAt",
          "expiresAt")
         VALUES ($1, $2, 'grace@example.com', 'member', $3, 'Ada', now(), now() - make_interval(secs => $4))`,
        [randomUUID(), ORGANIZATION, randomBytes(32), days * 86_400],
      ),
  },
  "password-resets": {
    table: "PasswordReset",
    days: 30,
    insert: (days) =>
      client.query(
        `INSERT INTO "PasswordReset" ("id", "userId", "digest", "usedAt", "expiresAt")
          VALUES ($1, $2, $3, now(), now() - make_interval(secs => $4))`,
        [randomUUID(), USER, randomBytes(32), days * 86_400],
      ),
  },
  "idempotency-keys": {
    table: "IdempotencyKey",
    days: 1,
    insert: (days) =>
      client.query(
        `INSERT INTO "IdempotencyKey" ("id", "organizationId", "bodyDigest", "createdAt")
          VALUES ($1, $2, $1, now() - make_interval(secs => $3))`,
        [randomBytes(32), ORGANIZATION, days * 86_400],
      ),
  },
  "usage-batches": {
    table: "UsageBatch",
    days: 2,
    insert: (days) =>
      client.query(`INSERT INTO "UsageBatch" VALUES ($1, now() - make_interval(secs => $2))`, [
        randomUUID(),
        days * 86_400,
      ]),
  },
  "token-usage": {
    table: "TokenUsage",
    days: 400,
    insert: (days, i) =>
      client.query(
        `INSERT INTO "TokenUsage" ("tokenId", "organizationId", "hour", "requests")
         VALUES ($1, $2, date_trunc('hour', now() - make_interval(hours => $3), 'UTC'), 1)`,
        [TOKEN, ORGANIZATION, 400 * 24 + (days > 400 ? i + 2 : -i - 2)],
      ),
  },
  "usage-counts": {
    table: "UsageCount",
    days: 400,
    insert: (days, i) =>
      client.query(
        `INSERT INTO "UsageCount" ("organizationId", "kind", "key", "hour", "outcome", "requests")
         VALUES ($1, 'organization', '', date_trunc('hour', now() - make_interval(hours => $2), 'UTC'), 'allowed', 1)`,
        [ORGANIZATION, 400 * 24 + (days > 400 ? i + 2 : -i - 2)],
      ),
  },
  "token-sightings": {
    table: "TokenSighting",
    days: 400,
    insert: (days, i) =>
      client.query(
        `INSERT INTO "TokenSighting" ("tokenId", "organizationId", "kind", "value", "firstAt", "lastAt")
         VALUES ($1, $2, 'agent', $3, now() - interval '500 days', now() - make_interval(secs => $4))`,
        [TOKEN, ORGANIZATION, `${days}:${i}`, days * 86_400],
      ),
  },
  "token-grants": {
    table: "TokenGrant",
    days: 0,
    insert: async (days) => {
      const scope = await insertScope(days);
      await client.query(`INSERT INTO "TokenGrant" VALUES ($1, $2, $3, $4)`, [ORGANIZATION, TOKEN, API, scope]);
    },
  },
  "api-scopes": { table: "ApiScope", days: 1, insert: (days) => insertScope(days) },
  apis: {
    table: "Api",
    days: 1,
    insert: (days) =>
      client.query(
        `INSERT INTO "Api" ("id", "organizationId", "identifier", "name", "updatedAt", "deletedAt")
         VALUES ($1, $2, 'urn:acme:api', 'API', now(), now() - make_interval(secs => $3))`,
        [randomUUID(), ORGANIZATION, days * 86_400],
      ),
  },
  "jwt-cutoffs": {
    table: "JwtCutoff",
    days: 1,
    insert: (days, i) =>
      client.query(
        `INSERT INTO "JwtCutoff" ("organizationId", "sequence", "targetId", "at")
         VALUES ($1, $2, $3, now() - make_interval(secs => $4))`,
        [ORGANIZATION, i, randomUUID(), days * 86_400],
      ),
  },
  revocations: {
    table: "Revocation",
    days: 400,
    insert: (days, i) =>
      client.query(
        `INSERT INTO "Revocation" ("organizationId", "sequence", "tokenId", "at")
          VALUES ($1, $2, $3, now() - make_interval(secs => $4))`,
        [ORGANIZATION, days > 400 ? i + 1 : 1_000 + i, randomUUID(), days * 86_400],
      ),
  },
};

const never = new AbortController().signal;
const MARGIN_DAYS = 1 / 200;

async function rowsOf(table: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM "${table}"`);
  return rows[0]?.count ?? 0;
}

/** Rows that a sweep deletes, and rows that it must not. */
async function fill(sweep: Sweep, old: number, fresh: number): Promise<string> {
  const found = TABLES[sweep.name];
  if (!found) throw new Error(`no rows for ${sweep.name}`);
  const { table, days, insert } = found;
  for (let i = 0; i < old; i += 1) await insert(days + MARGIN_DAYS, i);
  for (let i = 0; i < fresh; i += 1) await insert(days - MARGIN_DAYS, i);
  return table;
}

beforeEach(async () => {
  for (const { table } of Object.values(TABLES)) await client.query(`DELETE FROM "${table}"`);
});

describe.each(SWEEPS.map((sweep) => [sweep.name, sweep] as const))("the sweep of %s", (_, sweep) => {
  test("deletes what is too old, in batches, and nothing else", async () => {
    const before = { ...countedSweeps().get(sweep.name) };
    const table = await fill(sweep, 25, 7);
    expect(await runSweep(sweep, never, 10)).toBe(25);
    expect(await rowsOf(table)).toBe(7);
    expect(await runSweep(sweep, never, 10)).toBe(0);
    const after = countedSweeps().get(sweep.name);
    expect((after?.rows ?? 0) - (before.rows ?? 0)).toBe(25);
    expect((after?.done ?? 0) - (before.done ?? 0)).toBe(2);
  });

  test("deletes each row once when two instances sweep at the same time", async () => {
    const table = await fill(sweep, 60, 3);
    const [one, other] = await Promise.all([runSweep(sweep, never, 7), runSweep(sweep, never, 7)]);
    const left = await runSweep(sweep, never, 7); // what one skipped because the other held it at its end
    expect(one + other + left).toBe(60);
    expect(await rowsOf(table)).toBe(3);
  });

  test("waits for no row that another transaction holds", async () => {
    const table = await fill(sweep, 5, 0);
    await client.query("BEGIN");
    await client.query(`SELECT FROM "${table}" LIMIT 2 FOR UPDATE`);
    expect(await runSweep(sweep, never, 10)).toBe(3);
    await client.query("ROLLBACK");
    expect(await runSweep(sweep, never, 10)).toBe(2);
  });

  test("can be ended after any batch, and goes on from there", async () => {
    const table = await fill(sweep, 30, 2);
    const ending = new AbortController();
    const stopped: Sweep = { ...sweep, values: () => (ending.abort(new Error("the process ends")), sweep.values()) };
    await expect(runSweep(stopped, ending.signal, 10)).rejects.toThrow("the process ends");
    expect(await rowsOf(table)).toBe(22);
    expect(await runSweep(sweep, never, 10)).toBe(20);
  });

  test("finds its rows by an index", async () => {
    await client.query("BEGIN");
    await client.query("SET LOCAL enable_seqscan = off");
    const { rows } = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN ${sweep.sql}`, [10, ...sweep.values()]);
    await client.query("ROLLBACK");
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toMatch(/Index Cond: .* < /); // by its age, not by reading the index from its beginning
    expect(plan).not.toMatch(/Seq Scan/);
  });
});

test("each sweep has a minute of the hour of its own", () => {
  const sweeps = PERIODIC_JOBS.filter(({ name }) => name.startsWith("sweep-"));
  const minutes = sweeps.map(({ cron }) => Number(/^(\d+) \* \* \* \*$/.exec(cron)?.[1]));
  expect(sweeps).toHaveLength(SWEEPS.length);
  expect(new Set(minutes).size).toBe(SWEEPS.length);
  expect(minutes.every((minute) => minute >= 0 && minute <= 59)).toBe(true);
});

test("the row that the probe of writes keeps is not swept", async () => {
  await client.query(`INSERT INTO "RateLimit" VALUES ('probe:write', 1, 0), ('for-ever', 1, NULL)`);
  const sweep = SWEEPS.find(({ name }) => name === "rate-limits");
  expect(sweep && (await runSweep(sweep, never))).toBe(0);
});

test("a scope that a token still has, and the API of a scope, are not swept", async () => {
  const { insert } = TABLES["token-grants"] ?? expect.fail("no rows for grants");
  await insert(2, 0);
  await client.query(`UPDATE "Api" SET "deletedAt" = now() - interval '2 days'`);
  const sweep = (name: string) => runSweep(SWEEPS.find((found) => found.name === name) ?? expect.fail(name), never);
  const swept: number[] = [];
  for (const name of ["apis", "api-scopes", "token-grants", "apis", "api-scopes", "apis"])
    swept.push(await sweep(name));
  expect(swept).toEqual([0, 0, 1, 0, 1, 1]);
});

/** Tables without a sweep, and why they do not grow without end. */
const KEPT: Record<string, string> = {
  ApiSigningKey: "one row per rotation of keys",
  ApiToken: "what an organization owns; revoked tokens are listed",
  Asset: "what an organization owns",
  AssetResult: "goes with its report",
  AuditEvent: "the audit log is kept",
  AuditHead: "one row per organization",
  Bundle: "what an organization owns",
  BundleQuery: "goes with its bundle",
  BundleUse: "goes with its bundle",
  Deployment: "a few facts",
  Listener: "instances delete the rows of those that ended",
  Membership: "one row per person and organization",
  Organization: "a deleted one stays as a tombstone",
  Policy: "what an organization owns",
  PolicyAssignment: "what an organization owns",
  QueryPack: "what an organization owns",
  QueryPackAssignment: "what an organization owns",
  Report: "what an organization owns",
  RevocationHorizon: "one row per organization",
  SigningKey: "one row per rotation of keys",
  Space: "what an organization owns",
  SubjectLimits: "what an organization owns; limits that were removed keep the version",
  TokenActivity: "one row per token",
  TokenAdvice: "a row per token and kind of advice",
  TokenIssue: "goes with its token",
  TokenSecret: "two rows per token",
  User: "one row per person",
};

test("every table is swept, or is known not to grow without end", async () => {
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
      ORDER BY 1`,
  );
  const swept = Object.values(TABLES).map(({ table }) => table);
  expect(rows.map(({ name }) => name)).toEqual([...swept, ...Object.keys(KEPT)].sort());
});

test("a deleted API is kept while a live token is bound to it, and goes with that", async () => {
  const { insert } = TABLES.apis ?? expect.fail("no rows for APIs");
  await insert(2, 0);
  await client.query(
    `INSERT INTO "TokenIssue" ("organizationId", "tokenId", "apiId", "allScopes")
     SELECT "organizationId", $1, "id", TRUE FROM "Api" WHERE "deletedAt" IS NOT NULL`,
    [TOKEN],
  );
  await client.query(`UPDATE "ApiToken" SET "boundToApis" = TRUE WHERE "id" = $1`, [TOKEN]);
  const sweep = () => runSweep(SWEEPS.find(({ name }) => name === "apis") ?? expect.fail("no sweep"), never);
  expect(await sweep()).toBe(0);
  await client.query(`UPDATE "ApiToken" SET "revokedAt" = now() WHERE "id" = $1`, [TOKEN]);
  expect(await sweep()).toBe(1);
});
