import { prepared } from "./prepared";

/** The newest migration of this code; a test compares it with the folder. */
export const LATEST_MIGRATION = "20261130220000_token_advice";

const APPLIED = { name: "applied_migration", text: `SELECT 1 FROM "applied_migrations"() AS name WHERE name = $1` };

/** Whether the newest migration has been applied. Throws if the database is unavailable. */
export async function isMigrated(): Promise<boolean> {
  return (await prepared(APPLIED, [LATEST_MIGRATION])).length === 1;
}
