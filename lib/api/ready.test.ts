import { afterEach, expect, test } from "vitest";
import pg from "pg";
import { useSeededApi } from "@/tools/testing/seeded-api";
import { probeWrites } from "../platform/db/probe";
import { asSuperuser } from "@/tools/testing/template";

const { url } = useSeededApi();

const ready = async () => {
  const answer = await fetch(url("/api/health/ready"));
  return [answer.status, ((await answer.json()) as { detail?: string }).detail];
};
const settled = { timeout: 60_000, interval: 250 };
const UNWRITABLE = [503, "The database accepts no writes."];

/** Sets a parameter for new connections to the test's database, and ends the existing ones. */
async function set(parameter: string, value: string): Promise<void> {
  const database = new URL(process.env.DATABASE_URL ?? "").pathname.slice(1);
  await asSuperuser(async (client) => {
    await client.query(`ALTER DATABASE ${pg.escapeIdentifier(database)} SET ${parameter} = ${value}`);
    await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [database]);
  });
}

afterEach(async () => {
  await set("default_transaction_read_only", "off");
  await set("temp_file_limit", "-1");
});

test("a read-only database is not ready until it accepts writes again", async () => {
  expect(await ready()).toEqual([200, undefined]);
  await set("default_transaction_read_only", "on");
  await expect.poll(ready, settled).toEqual(UNWRITABLE);
  await set("default_transaction_read_only", "off");
  await expect.poll(ready, settled).toEqual([200, undefined]);
});

test("a database that can allocate no disk space is not ready", async () => {
  await set("temp_file_limit", "0");
  await expect.poll(ready, settled).toEqual(UNWRITABLE);
});

test("many checks within two seconds cause one write", async () => {
  const start = performance.now() + 10_000; // after the probes of the tests above
  const first = probeWrites(start);
  expect(probeWrites(start + 1_999)).toBe(first);
  const next = probeWrites(start + 2_000);
  expect(next).not.toBe(first);
  await Promise.all([first, next]);
});
