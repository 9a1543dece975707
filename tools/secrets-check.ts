import type pg from "pg";
import { requireKnownKeys } from "@/lib/audit/known-keys";
import { parseEnv } from "@/lib/platform/env";
import { variablesOf, WrongKeysError } from "@/lib/platform/key-check";
import { queryOn, type RunQuery } from "@/lib/platform/db/run-query";
import { connectTo } from "./migration/connection";
import { PlainError } from "./plain-error";

const OWNER = "MIGRATION_DATABASE_URL (or DATABASE_URL)";

/** Runs `work` with a connection as the owner. */
export function queryAt<T>(ownerUrl: string, work: (ask: RunQuery) => Promise<T>): Promise<T> {
  return connected(ownerUrl, (client) => work(queryOn(client)));
}

/** Whether keys were used with the database: it has check values or audit events. Works before the first migration. */
export async function hasUsedKeys(ownerUrl: string): Promise<boolean> {
  return connected(ownerUrl, async (client) => {
    const { rows } = await client.query<{ events: boolean; checks: boolean }>(
      `SELECT to_regclass('"AuditHead"') IS NOT NULL AS events, to_regclass('"Deployment"') IS NOT NULL AS checks`,
    );
    return (
      (rows[0]?.checks === true && (await hasRow(client, `"Deployment" WHERE "key" LIKE 'key\\_check:%'`))) ||
      (rows[0]?.events === true && (await hasRow(client, `"AuditHead" WHERE "sequence" > 0`)))
    );
  });
}

/**
 * Compares the keys in `variables` with the database, or records them if it knows none. Throws a PlainError that names
 * the file or the variables with wrong keys. `file` is the path of stored keys.
 */
export async function requireKeysOf(
  ownerUrl: string,
  variables: Record<string, string | undefined>,
  { file, given }: { file: string | null; given: NodeJS.ProcessEnv },
): Promise<void> {
  try {
    await queryAt(ownerUrl, (ask) => requireKnownKeys(ask, parseEnv(variables)));
  } catch (error) {
    if (!(error instanceof WrongKeysError)) throw error;
    const names = variablesOf(error.wrong);
    const isGiven = given.AUTH_SECRET || given.AUDIT_KEY || file === null;
    throw new PlainError(
      `${isGiven ? `The environment (or ${file ?? "what it leaves out"})` : file} does not hold the keys that ` +
        `this database was written with: ${names}. Starting with others would break the audit log for good.\n` +
        "Put the right ones back from a backup. If they are lost for good: npm run secrets:reset",
      { cause: error },
    );
  }
}

/** The message if stored secrets are missing, but the database was written with them. */
export function missingSecrets(file: string): PlainError {
  return new PlainError(
    `${file} is missing, and the database was written with the keys in it. ` +
      "New ones would break the audit log for good.\nPut the file back from a backup. " +
      "If it is lost for good: npm run secrets:reset",
  );
}

async function hasRow(client: pg.Client, from: string): Promise<boolean> {
  return ((await client.query(`SELECT FROM ${from} LIMIT 1`)).rowCount ?? 0) > 0;
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectTo(url, OWNER);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
