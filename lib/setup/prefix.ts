import { db, type Tx } from "../platform/db";
import { env, EnvError } from "../platform/env";
import { isSetUp } from "./queries";

const KEY = "token_prefix";

/** Writes down the prefix that this deployment's tokens begin with; the first one written stays. */
export async function recordPrefix(client: Tx = db()): Promise<void> {
  await client.$executeRaw`INSERT INTO "Deployment" ("key", "value") VALUES (${KEY}, ${env().TOKEN_PREFIX}) ON CONFLICT DO NOTHING`;
}

/**
 * For the start of a server: throws EnvError when TOKEN_PREFIX is not the one that this deployment was set up with,
 * for no token made before would be taken any more.
 */
export async function requireSamePrefix(): Promise<void> {
  if (await isSetUp()) await recordPrefix(); // a deployment that was filled by a script
  const recorded = await db().deployment.findUnique({ where: { key: KEY } });
  if (recorded === null || recorded.value === env().TOKEN_PREFIX) return;
  throw new EnvError(
    `TOKEN_PREFIX must stay “${recorded.value}”: this deployment's tokens begin with it, and would all stop working.`,
  );
}
