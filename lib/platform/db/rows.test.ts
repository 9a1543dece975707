import { afterAll, expect, test } from "vitest";
import { useTestDatabase } from "../../../tools/testing/use-database";
import { closeDatabase, db } from ".";
import { Prisma } from "./generated/client";
import { readRows } from "./rows";
import { inSqlTransaction } from "./transaction";

useTestDatabase();
afterAll(closeDatabase);

const VALUES = Prisma.sql`SELECT 1::int AS "int", 9007199254740993::int8 AS "bigint", count(*) AS "count",
  true AS "bool", NULL::text AS "null", 'ä "b"'::text AS "text", gen_random_uuid() IS NOT NULL AS "uuid",
  '2026-11-30 12:34:56.789123+00'::timestamptz AS "instant", '2026-11-30 12:00:00+00'::timestamptz AS "second",
  '0001-01-01 00:00:00+00'::timestamptz AS "first", '2026-11-30'::date AS "date",
  '2026-11-30 12:34:56.5'::timestamp AS "local", '{"a": [1, null]}'::jsonb AS "json", '[]'::json AS "list",
  '{}'::text[] AS "none", '{viewer,owner}'::text[] AS "texts",
  ARRAY['a,b', 'c"d', 'NULL', '', '{}', 'e\\f'] AS "quoted", ARRAY['x', NULL] AS "absent",
  ARRAY[1, 2] AS "ints", '\\x00ff'::bytea AS "bytes", 1.5::float8 AS "float"`;

test("rows read without Prisma have the values that Prisma gives", async () => {
  const [byPrisma] = await db().$queryRaw<[Record<string, unknown>]>(VALUES);
  expect(Object.keys(byPrisma)).toHaveLength(21);
  const plain = ({ bytes, ...row }: Record<string, unknown>) => ({ ...row, bytes: [...(bytes as Uint8Array)] });
  const [read] = await readRows<Record<string, unknown>>(VALUES);
  expect(plain(read ?? {})).toEqual(plain(byPrisma));
  const inside = await inSqlTransaction(async (tx) => ({ ok: true, rows: await tx.$queryRaw<[object]>(VALUES) }));
  expect(inside.ok && plain(inside.rows[0] as Record<string, unknown>)).toEqual(plain(byPrisma));
});

test("an instant that is none of the usual ones is read as pg reads it", async () => {
  const [row] = await readRows<{ never: unknown; ancient: Date }>(
    Prisma.sql`SELECT 'infinity'::timestamptz AS "never", '0044-03-15 00:00:00+00 BC'::timestamptz AS "ancient"`,
  );
  expect([row?.never, row?.ancient.getUTCFullYear()]).toEqual([Infinity, -43]);
});

const SENT = [1, 2n, true, null, "ä 'b' \\", new Date(1_234), new Uint8Array([0, 255]), ["a,b", 'c"'], [1, null]];

test("values are sent as Prisma sends them", async () => {
  const texts = (given: readonly unknown[]) =>
    Prisma.sql`SELECT ${given[0]}::int::text, ${given[1]}::int8::text AS "b", ${given[2]}::bool::text AS "c",
      ${given[3]}::text AS "d", ${given[4]}::text AS "e", ${given[5]}::timestamptz::text AS "f",
      ${given[6]}::bytea::text AS "g", ${given[7]}::text[]::text AS "h", ${given[8]}::int[]::text AS "i"`;
  const [byPrisma] = await db().$queryRaw<[object]>(texts(SENT));
  expect(await readRows(texts(SENT))).toEqual([byPrisma]);
  expect(byPrisma).toMatchObject({ f: "1970-01-01 00:00:01.234+00", g: "\\x00ff", i: "{1,NULL}" });
});
