import { performance } from "node:perf_hooks";
import { getAdvice } from "../lib/advice/queries";
import { closeDatabase } from "../lib/platform/db";
import { listBusiestTokens, readUsage, readTokenUsage } from "../lib/usage/queries";
import { lastIntervals } from "../lib/usage/series";
import { getTokenDetails } from "../lib/tokens/details";
import { superAdmin } from "../tools/testing/actors";
import { createTestDatabase } from "../tools/testing/database";
import { issueTokens } from "../tools/testing/tokens";
import { asOwner } from "./filling";
import { median } from "./rounds";

const TOKENS = 25_000;
/** The last hours, in each of which each token has requests. */
const HOURS = 400;
const BATCH = 1_000;
const ROUNDS = 50;
/** What all reads of a token's page may take, in ms. */
const MAX_MS = 300;

/** Measures what the pages about use read, with ten million rows of use in the table. */
export async function usage(say: (line: string) => void): Promise<void> {
  const { ownerUrl, appUrl, drop } = await createTestDatabase();
  const { organizationId, tokens } = await issueTokens(ownerUrl, TOKENS);
  await asOwner(ownerUrl, async (client) => {
    for (let from = 0; from < TOKENS; from += BATCH) {
      const ids = tokens.slice(from, from + BATCH).map(({ id }) => id);
      await client.query(
        `INSERT INTO "TokenUsage" ("tokenId", "organizationId", "hour", "requests")
         SELECT t."id", $2, date_trunc('hour', now(), 'UTC') - make_interval(hours => h), 7
         FROM unnest($1::uuid[]) AS t("id"), generate_series(0, ${HOURS - 1}) AS h`,
        [ids, organizationId],
      );
      await client.query(
        `INSERT INTO "UsageCount" ("organizationId", "kind", "key", "hour", "outcome", "requests")
         SELECT $2, 'token', t."id"::text, date_trunc('hour', now(), 'UTC') - make_interval(hours => h), 'scope', 1
         FROM unnest($1::uuid[]) AS t("id"), generate_series(0, 40) AS h`,
        [ids, organizationId],
      );
      say(`${((from + BATCH) * HOURS).toLocaleString("en")} of ${(TOKENS * HOURS).toLocaleString("en")} rows`);
    }
    await client.query("VACUUM ANALYZE");
  });
  Object.assign(process.env, { DATABASE_URL: appUrl, AUTH_SECRET: "x".repeat(32) });
  const actor = superAdmin(organizationId);
  const year = lastIntervals("month", 12);
  const anyToken = () => tokens[Math.floor(Math.random() * TOKENS)]?.id ?? "";
  await time(`a token's page, 12 months (at most ${MAX_MS} ms)`, async () => {
    const id = anyToken();
    const all = await Promise.all([getTokenDetails(actor, id), getAdvice(actor, id), readTokenUsage(actor, id, year)]);
    if (all.some(({ ok }) => !ok)) throw new Error("a token was not found");
  });
  await time("the organization's requests, 12 months", () => readUsage(actor, { kind: "organization" }, year));
  await time("its busiest tokens, 24 hours", () => listBusiestTokens(actor, lastIntervals("hour", 24)));
  await closeDatabase();
  await drop();
}

async function time(what: string, work: () => Promise<unknown>): Promise<void> {
  const taken: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    await work();
    taken.push(performance.now() - startedAt);
  }
  console.log(`${what}: ${median(taken).toFixed(1)} ms in the median, ${Math.max(...taken).toFixed(1)} ms at most`);
}
