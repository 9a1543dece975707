import { describe, expect, test } from "vitest";
import { useTestDatabase } from "@/tools/testing/use-database";
import { db } from "../db";
import { timeKey } from "./keyset";

useTestDatabase();

const accepts = (value: string) => timeKey.safeParse(value).success;

describe("an instant in a cursor", () => {
  test.each([
    "1999-12-31 23:59:59+00",
    "2024-02-29 00:00:00.000001+05:30",
    "1890-01-01 00:00:00-15:13:42",
    "0001-01-01 00:00:00+00",
  ])("%s is accepted by Latchkey and PostgreSQL", async (value) => {
    expect(accepts(value)).toBe(true);
    await expect(db().$queryRaw`SELECT ${value}::timestamptz`).resolves.toHaveLength(1);
  });

  test.each([
    "2026-02-31 00:00:00+00",
    "2026-13-01 00:00:00+00",
    "0000-01-01 00:00:00+00",
    "2026-01-01 24:30:00+00",
    "2026-01-01 12:60:00+00",
    "2026-01-01 12:00:00+16",
    "2026-01-01 12:00:00+01:99",
  ])("%s is refused by Latchkey and PostgreSQL", async (value) => {
    expect(accepts(value)).toBe(false);
    await expect(db().$queryRaw`SELECT ${value}::timestamptz`).rejects.toThrow();
  });
});
