import { db, type Tx } from "../platform/db";
import { env, EnvError } from "../platform/env";
import { isSetUp } from "./queries";

const KEY = "token_prefix";

/** Stores the prefix of this deployment's tokens. The first one stored stays. */
export async function recordPrefix(client: Tx = db()): Promise<void> {
  await client.$executeRaw`INSERT INTO "Deployment" ("key", "value") VALUES (${KEY}, ${env().TOKEN_PREFIX})
    ON CONFLICT DO NOTHING`;
}

/**
 * For the start of a server: throws EnvError if TOKEN_PREFIX differs from the one that this deployment was set up with,
 * because no existing token would be accepted.
 */
export async function requireSamePrefix(): Promise<void> {
  if (await isSetUp()) await recordPrefix(); // a deployment that was filled by a script
  const recorded = await db().deployment.findUnique({ where: { key: KEY } });
  if (recorded === null || recorded.value === env().TOKEN_PREFIX) return;
  throw new EnvError(
    `TOKEN_PREFIX must stay “${recorded.value}”: this deployment's tokens begin with it, and would all stop working.`,
  );
}
