import { expect, test } from "vitest";
import { useSeededApi } from "../../tools/testing/seeded-api";
import { db } from "../platform/db";
import { env } from "../platform/env";
import { PERIODIC_JOBS } from "../retention/jobs";

const { url } = useSeededApi();
const SECRET = "cron-cron-cron-cron";
const ask = (secret?: string) =>
  fetch(url("/api/jobs"), { headers: secret === undefined ? {} : { authorization: `Bearer ${secret}` } });
const set = (secret: string | undefined) => Object.assign(env(), { CRON_SECRET: secret });

test("does not exist unless CRON_SECRET is set", async () => {
  set(undefined);
  for (const secret of [undefined, "", "undefined", SECRET]) expect((await ask(secret)).status).toBe(404);
});

test("runs nothing without the secret", async () => {
  set(SECRET);
  await db().usageBatch.create({ data: { id: crypto.randomUUID(), at: new Date(0) } });
  for (const secret of [undefined, "", "wrong", SECRET.slice(1), `${SECRET}x`])
    expect((await ask(secret)).status).toBe(401);
  expect(await db().usageBatch.count()).toBe(1);
});

test("runs every job", async () => {
  set(SECRET);
  await db().usageBatch.create({ data: { id: crypto.randomUUID(), at: new Date(0) } });
  const answer = await ask(SECRET);
  expect(answer.status).toBe(200);
  const { jobs } = (await answer.json()) as { jobs: { job: string; outcome: string }[] };
  expect(jobs.map(({ job }) => job).sort()).toEqual(PERIODIC_JOBS.map(({ name }) => name).sort());
  expect(jobs.every(({ outcome }) => outcome === "done")).toBe(true);
  expect(await db().usageBatch.count()).toBe(0);
});
