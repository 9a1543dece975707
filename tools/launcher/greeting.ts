import { DatabaseClient } from "../../lib/platform/db/client";

/** Whether there is no organization yet, so that the set-up code is valid (lib/setup/queries.ts). */
export async function awaitsSetup(url: string): Promise<boolean> {
  const client = new DatabaseClient({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ empty: boolean }>(
      `SELECT NOT EXISTS (SELECT FROM "Organization" WHERE "deletedAt" IS NULL) AS empty`,
    );
    return rows[0]?.empty ?? false;
  } finally {
    await client.end();
  }
}

/** The text in the terminal when everything runs. */
export function greeting(url: string, setupCode: string | null): string {
  const setup = setupCode ? ["", `  First time here? Go to ${url}/setup`, `  One-time setup code:   ${setupCode}`] : [];
  return ["", `  Latchkey is ready:     ${url}`, ...setup, "", "  Ctrl-C stops it.", ""].join("\n");
}
