import { pool } from "../platform/db";
import { withStatementLimit } from "../platform/db/client";
import { isDatabaseAway } from "../platform/db/errors";
import { databaseOutage } from "../platform/db/failure-log";
import { log } from "../platform/log";
import { denials, nothingPending, type Noted } from "./state";

/** How long a denial may wait before it is written, in ms. */
const WRITE_EVERY_MS = 1_000;
/** How long a write may take, in ms. */
const WRITE_TIMEOUT = 5_000;
/** How many are kept for an organization: of its tokens, and of strangers. */
export const KEPT = { tokens: 10_000, strangers: 1_000 } as const;
/** How long they are kept, in days. */
export const KEPT_DAYS = 7;

const INSERT = `
  INSERT INTO "Denial" ("organizationId", "isStranger", "at", "requestId", "surface", "reason", "tokenId", "tokenName",
    "hint", "address", "demanded", "more")
  SELECT g."organizationId", g."tokenId" IS NULL, g."at", g."requestId", g."surface", g."reason", g."tokenId",
    g."tokenName", g."hint", g."address", g."demanded", g."more"
  FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[],
    $9::text[], $10::text[], $11::int[]) WITH ORDINALITY AS g("organizationId", "at", "requestId", "surface", "reason",
    "tokenId", "tokenName", "hint", "address", "demanded", "more", "position")
  JOIN "Organization" o ON o."id" = g."organizationId" AND o."deletedAt" IS NULL
  ORDER BY g."position"`;

/**
 * Removes what is more than is kept. The index has them in order, so that it looks at no more than are kept. Rows that
 * another instance removes are left to it.
 */
const TRIM = `
  DELETE FROM "Denial" WHERE ("organizationId", "id") IN (
    SELECT d."organizationId", d."id"
    FROM unnest($1::text[], $2::boolean[], $3::int[]) AS g("organizationId", "isStranger", "kept")
    JOIN "Denial" d ON d."organizationId" = g."organizationId" AND d."isStranger" = g."isStranger" AND d."id" <= (
      SELECT x."id" FROM "Denial" x WHERE x."organizationId" = g."organizationId" AND x."isStranger" = g."isStranger"
      ORDER BY x."id" DESC OFFSET g."kept" LIMIT 1)
    FOR UPDATE OF d SKIP LOCKED)`;

/** Schedules a write. Does not keep the process alive. */
export function scheduleWrite(): void {
  const state = denials();
  state.timer ??= setTimeout(() => {
    state.timer = null;
    void writeDenials();
  }, WRITE_EVERY_MS).unref();
}

/**
 * Writes the denials noted so far. Never throws: what cannot be written is dropped and logged, for a reason is worth
 * less than the request that waits for a connection. One write at a time.
 */
export async function writeDenials(): Promise<void> {
  const state = denials();
  while (state.writing) await state.writing;
  const { tokens, strangers } = state.pending;
  if (tokens.size === 0 && strangers.size === 0) return;
  state.pending = nothingPending();
  state.writing = writeOrDrop([...tokens.values()].flat())
    .then(() => writeOrDrop([...strangers.values()].flat()))
    .finally(() => {
      state.writing = null;
    });
  await state.writing;
}

async function writeOrDrop(noted: readonly Noted[]): Promise<void> {
  if (noted.length === 0) return;
  try {
    await write(noted);
  } catch (error) {
    denials().dropped += noted.length;
    if (isDatabaseAway(error)) databaseOutage().failed(error, "denials could not be written");
    else log.warn({ message: (error as Error).message, denials: noted.length }, "denials could not be written");
  }
}

async function write(noted: readonly Noted[]): Promise<void> {
  const client = await pool().connect();
  try {
    await client.query(`BEGIN; SET LOCAL statement_timeout = ${WRITE_TIMEOUT}; SET LOCAL synchronous_commit = off`);
    await withStatementLimit(WRITE_TIMEOUT, async () => {
      await client.query(INSERT, columnsOf(noted));
      await client.query(TRIM, classesOf(noted));
    });
    await client.query("COMMIT");
    client.release();
  } catch (error) {
    client.release(error as Error); // closes the connection, which ends the transaction
    throw error;
  }
}

function columnsOf(noted: readonly Noted[]): unknown[] {
  const column = <T>(of: (denial: Noted) => T): T[] => noted.map(of);
  return [
    column(({ organizationId }) => organizationId),
    column(({ at }) => new Date(at)),
    column(({ requestId }) => requestId),
    column(({ surface }) => surface),
    column(({ reason }) => reason),
    column(({ token }) => token?.tokenId ?? null),
    column(({ token }) => token?.name ?? null),
    column(({ hint }) => hint),
    column(({ address }) => address),
    column(({ demanded }) => demanded),
    column(({ more }) => more),
  ];
}

function classesOf(noted: readonly Noted[]): unknown[] {
  const classes = new Map(
    noted.map(({ organizationId, token }) => [`${token === null} ${organizationId}`, token === null]),
  );
  const entries = [...classes].sort(([one], [other]) => (one < other ? -1 : 1));
  return [
    entries.map(([key]) => key.slice(key.indexOf(" ") + 1)),
    entries.map(([, isStranger]) => isStranger),
    entries.map(([, isStranger]) => (isStranger ? KEPT.strangers : KEPT.tokens)),
  ];
}
