import type { RunQuery } from "../platform/db/run-query";
import { auditKey, env, type Env } from "../platform/env";
import { CHECKED_KEYS, keyCheckValues, WrongKeysError, type CheckedKey } from "../platform/key-check";
import { processWide } from "../platform/process-wide";
import { isChainMac } from "./canonical";

interface SignedEvent {
  canonical: Uint8Array;
  mac: Uint8Array;
  previous: Uint8Array;
}

/**
 * Compares the keys with the check values in the database, and records the values if there are none. A database from
 * before check values is checked by its last audit event, which the right key has signed. Throws WrongKeysError.
 */
export async function requireKnownKeys(ask: RunQuery, settings: Env = env()): Promise<void> {
  const own = keyCheckValues(settings);
  const recorded = (await recordedChecks(ask)) ?? (await recordFirst(ask, settings));
  const wrong = CHECKED_KEYS.filter((key) => recorded[key] !== own[key]);
  if (wrong.length > 0) throw new WrongKeysError(wrong);
}

const memory = () => processWide("known-keys", () => ({ known: false }));

/** `requireKnownKeys`, once per process, so that nothing is appended to the audit log under a wrong key. */
export async function ensureKnownKeys(ask: RunQuery): Promise<void> {
  if (memory().known) return;
  await requireKnownKeys(ask);
  memory().known = true;
}

/** The check values in the database; null if there are none yet. */
export async function recordedChecks(ask: RunQuery): Promise<Readonly<Record<CheckedKey, string>> | null> {
  const rows = await ask<{ key: CheckedKey; value: string }>(
    `SELECT "key", "value" FROM "Deployment" WHERE "key" = ANY($1::text[])`,
    [CHECKED_KEYS],
  );
  if (rows.length < CHECKED_KEYS.length) return null;
  return Object.fromEntries(rows.map(({ key, value }) => [key, value])) as Record<CheckedKey, string>;
}

/** If several instances start at once, the first one's values are recorded and the others are compared with them. */
async function recordFirst(ask: RunQuery, settings: Env): Promise<Readonly<Record<CheckedKey, string>>> {
  if (!(await hasSignedLastEvent(ask, settings))) throw new WrongKeysError(["key_check:audit"]);
  const own = keyCheckValues(settings);
  await ask(
    `INSERT INTO "Deployment" ("key", "value") SELECT * FROM unnest($1::text[], $2::text[]) ORDER BY 1
      ON CONFLICT DO NOTHING`,
    [CHECKED_KEYS, CHECKED_KEYS.map((key) => own[key])],
  );
  const recorded = await recordedChecks(ask);
  if (!recorded) throw new Error("the check values of the keys could not be recorded");
  return recorded;
}

/** Whether the audit key signed the newest event of all chains; true if there are no events. */
async function hasSignedLastEvent(ask: RunQuery, settings: Env): Promise<boolean> {
  const [event] = await ask<SignedEvent>(
    `SELECT e."canonical", e."mac", COALESCE(p."mac", decode(repeat('00', 32), 'hex')) AS "previous"
     FROM "AuditHead" h JOIN "AuditEvent" e ON e."chain" = h."chain" AND e."sequence" = h."sequence"
     LEFT JOIN "AuditEvent" p ON p."chain" = e."chain" AND p."sequence" = e."sequence" - 1
     ORDER BY e."at" DESC, e."chain" LIMIT 1`,
    [],
  );
  return event ? isChainMac(event.mac, auditKey(settings), event.previous, event.canonical) : true;
}
