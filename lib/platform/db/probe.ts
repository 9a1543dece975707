import { prepared } from "./prepared";

/** How long a result is reused, in ms. The health check is public and must not load the database. */
const FRESH_MS = 2_000;

/**
 * Writes one row, and makes PostgreSQL allocate disk space: with 64 kB of memory the rows of generate_series go to a
 * temporary file of about 300 kB. Fails on a read-only standby (25006) and on a full disk (53100). The commit does not
 * wait for a standby, so a missing one leaves no hanging connections.
 */
const PROBE = {
  name: "write_probe",
  text: `WITH counted AS MATERIALIZED (
    SELECT count(*) AS rows
    FROM (SELECT set_config('work_mem', '64kB', true) AS memory,
      set_config('synchronous_commit', 'off', true) OFFSET 0) AS settings,
      LATERAL generate_series(1, 20000 + 0 * length(settings.memory)))
  INSERT INTO "RateLimit" ("key", "points", "expire") SELECT 'probe:write', rows, 0 FROM counted
  ON CONFLICT ("key") DO UPDATE SET "points" = excluded."points"`,
};

let last: { readonly at: number; readonly answer: Promise<void> } | undefined;

/** Resolves if the database accepts writes; rejects with the database's error otherwise. */
export function probeWrites(now = performance.now()): Promise<void> {
  if (last === undefined || now - last.at >= FRESH_MS) last = { at: now, answer: write() };
  return last.answer;
}

async function write(): Promise<void> {
  await prepared(PROBE, []);
}
