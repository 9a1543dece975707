import { afterAll, beforeAll, expect, test } from "vitest";
import pg from "pg";
import { useTestDatabase } from "../../tools/testing/use-database";
import { findRecord } from "../access/token-cache/token-record";
import { closeDatabase, db, pool } from "../platform/db";
import { DatabaseClient } from "../platform/db/client";
import { EFFECTIVE_END } from "./row";

const urls = useTestDatabase();
const DIGEST = Buffer.alloc(32, 7);
/** 90 days later Berlin has summer time: the days between are an hour short there. */
const CREATED_AT = new Date("2026-01-15T12:00:00Z");
const ENDS_AT = new Date("2026-04-15T12:00:00Z");

beforeAll(async () => {
  const owner = new pg.Client({ connectionString: urls.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ name: string }>("SELECT current_database() AS name");
  await owner.query(`ALTER DATABASE "${rows[0]?.name}" SET TimeZone = 'Europe/Berlin'`);
  await owner.end();
  const organizationId = "acme-corp";
  await db().organization.create({
    data: { id: organizationId, code: "ACME0", name: "Acme", tokenMaxLifetimeDays: 90 },
  });
  const { id } = await db().apiToken.create({
    data: {
      organizationId,
      name: "January",
      hint: "x",
      permissions: ["viewer"],
      createdByName: "Ada",
      createdAt: CREATED_AT,
    },
  });
  await db().tokenSecret.create({ data: { digest: DIGEST, organizationId, tokenId: id, hint: "x" } });
});
afterAll(closeDatabase);

test("every connection is in UTC, whatever the database's zone is", async () => {
  const client = new DatabaseClient({ connectionString: urls.appUrl });
  await client.connect();
  const zones = await Promise.all([pool(), client].map((each) => each.query<{ TimeZone: string }>("SHOW TimeZone")));
  expect(zones.map(({ rows }) => rows[0]?.TimeZone)).toEqual(["UTC", "UTC"]);
  await client.end();
});

test("a lifetime of 90 days is 90 times 24 hours, across the start of summer time", async () => {
  expect((await findRecord(DIGEST))?.record.endsAt).toBe(ENDS_AT.getTime());
});

test("so it is behind a pooler that drops the start-up parameter", async () => {
  const client = await pool().connect();
  try {
    await client.query("SET TimeZone = 'Europe/Berlin'");
    const { text } = EFFECTIVE_END;
    const { rows } = await client.query<{ at: Date }>(
      `SELECT ${text} AS at FROM "ApiToken" t JOIN "Organization" o ON o."id" = t."organizationId"`,
    );
    expect(rows[0]?.at).toEqual(ENDS_AT);
  } finally {
    client.release(true);
  }
});
