import { readFileSync } from "node:fs";
import pg from "pg";
import { codeOf, PlainError } from "../plain-error";
import { inRoot } from "../project";
import { connectTo } from "./connection";

/** Applies prisma/grants.sql for the serving role, unless it is the owner. */
export async function applyGrants(owner: pg.Client, appUrl: string): Promise<void> {
  const role = await roleBehind(appUrl);
  if (role === (await currentRole(owner))) return;
  const sql = readFileSync(inRoot("prisma/grants.sql"), "utf8").replaceAll(':"app"', pg.escapeIdentifier(role));
  try {
    // In one transaction, so that rights that the file grants and then revokes are never visible.
    await owner.query(`BEGIN;\n${sql}\nCOMMIT;`);
  } catch (error) {
    if (codeOf(error) !== "42501") throw error;
    throw new PlainError(
      `The role of MIGRATION_DATABASE_URL must own the database's tables, to grant rights on them to ${role}: ` +
        `${(error as Error).message}.`,
      { cause: error },
    );
  }
}

// Queried, because behind some poolers the user name in the URL is not the role's.
async function roleBehind(url: string): Promise<string> {
  const client = await connectTo(url, "DATABASE_URL");
  try {
    return await currentRole(client);
  } finally {
    await client.end();
  }
}

async function currentRole(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ role: string }>("SELECT current_user::text AS role");
  return rows[0]?.role ?? "";
}
