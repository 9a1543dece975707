import { beforeEach, expect, test } from "vitest";
import { appendEvent } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { db, queryPool } from "../platform/db";
import { env, parseEnv } from "../platform/env";
import { WrongKeysError } from "../platform/key-check";
import { processWide } from "../platform/process-wide";
import { requireKnownKeys } from "./known-keys";
import { verifyChain } from "./verify";

useTestDatabase();

const other = () => parseEnv({ ...process.env, AUTH_SECRET: "another-secret-another-secret-another" });
const otherAuth = () =>
  parseEnv({ ...process.env, AUDIT_KEY: env().AUTH_SECRET, AUTH_SECRET: "another-secret-another-secret-another" });
const forgotten = () => processWide("known-keys", () => ({ known: false }));

beforeEach(async () => {
  await db().deployment.deleteMany();
  forgotten().known = false;
});

const append = () => appendEvent("known-keys");

test("the first keys are recorded, and other keys are refused by variable name", async () => {
  await requireKnownKeys(queryPool);
  await requireKnownKeys(queryPool);
  await expect(requireKnownKeys(queryPool, other())).rejects.toThrow(/^AUDIT_KEY and AUTH_SECRET are not what/);
  await expect(requireKnownKeys(queryPool, otherAuth())).rejects.toThrow(/^AUTH_SECRET is not what/);
});

test("of two instances that start at once with different keys, one is refused", async () => {
  const outcomes = await Promise.allSettled([requireKnownKeys(queryPool), requireKnownKeys(queryPool, other())]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a database from before check values accepts only the key that signed its last event", async () => {
  await append();
  await db().deployment.deleteMany();
  await expect(requireKnownKeys(queryPool, other())).rejects.toBeInstanceOf(WrongKeysError);
  expect(await db().deployment.count()).toBe(0);
  await requireKnownKeys(queryPool);
});

test("nothing is appended under a wrong key, so the chain stays intact", async () => {
  await append();
  await db().deployment.update({ where: { key: "key_check:audit" }, data: { value: "of another key" } });
  forgotten().known = false;
  await expect(append()).rejects.toBeInstanceOf(WrongKeysError);
  expect((await verifyChain("known-keys")).fault).toBeNull();
});

test("the check values do not reveal the keys", async () => {
  await requireKnownKeys(queryPool);
  const rows = await db().deployment.findMany();
  expect(rows).toHaveLength(2);
  for (const { value } of rows) expect(value).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(rows)).not.toContain(env().AUTH_SECRET);
});
