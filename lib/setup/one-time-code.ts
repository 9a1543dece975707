import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import type { RunQuery } from "../platform/db/run-query";

/** Keys in the table Deployment: the digest of a code made after the first was used, and one row per used code. */
const MADE = "setup_code";
const USED = "setup_code_used:";

/**
 * A new set-up code: 16 of 32 characters that cannot be confused with one another, in groups of four. 80 bits, easy to
 * type.
 */
export function newSetupCode(): string {
  const alphabet = "23456789abcdefghijkmnpqrstuvwxyz";
  const characters = Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return characters.match(/.{4}/g)?.join("-") ?? characters;
}

/**
 * Whether a configured code was used. If no use was ever recorded, a code counts as used once an organization exists,
 * because earlier versions did not record uses.
 */
export async function isUsedCode(ask: RunQuery, code: string): Promise<boolean> {
  const [row] = await ask<{ used: boolean }>(
    `SELECT EXISTS (SELECT FROM "Deployment" WHERE "key" = $1)
       OR (EXISTS (SELECT FROM "Organization")
         AND NOT EXISTS (SELECT FROM "Deployment" WHERE starts_with("key", $2))) AS used`,
    [USED + digest(code), USED],
  );
  return row?.used ?? false;
}

/** Whether `given` opens the set-up: the configured code unless used, or a newer one. Compared in constant time. */
export async function isSetupCode(ask: RunQuery, given: string, configured: string | undefined): Promise<boolean> {
  if (configured !== undefined && isSame(digest(given), digest(configured)) && !(await isUsedCode(ask, configured)))
    return true;
  const [made] = await ask<{ value: string }>(`SELECT "value" FROM "Deployment" WHERE "key" = $1`, [MADE]);
  return made !== undefined && isSame(digest(given), made.value);
}

/** Marks the configured and the generated code as used, in the transaction that used one of them. */
export async function useUpCodes(ask: RunQuery, configured: string | undefined): Promise<void> {
  await ask(`DELETE FROM "Deployment" WHERE "key" = $1`, [MADE]);
  if (configured === undefined) return;
  await ask(`INSERT INTO "Deployment" ("key", "value") VALUES ($1, now()::text) ON CONFLICT DO NOTHING`, [
    USED + digest(configured),
  ]);
}

/**
 * Creates a code and stores its digest only. Null if another instance has created one, unless `replace` replaces it.
 */
export async function makeCode(ask: RunQuery, { replace }: { replace: boolean }): Promise<string | null> {
  const code = newSetupCode();
  const onConflict = replace ? `UPDATE SET "value" = EXCLUDED."value"` : "NOTHING";
  const made = await ask(
    `INSERT INTO "Deployment" ("key", "value") VALUES ($1, $2) ON CONFLICT ("key") DO ${onConflict} RETURNING "key"`,
    [MADE, digest(code)],
  );
  return made.length === 1 ? code : null;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Both are digests of equal length. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
