import { afterAll, beforeAll } from "vitest";
import { closeDatabase } from "../../lib/platform/db";
import { seed, type Seeded } from "../../prisma/seed";
import { openDatabaseProxy, type DatabaseProxy } from "./database-proxy";
import { type Mount, startServer, type TestServer } from "./server";
import { useTestDatabase } from "./use-database";

/** The mounts that the tests of the API run against. */
export const MOUNTS: readonly Mount[] = ["server", "next", "gateway", "gateway on Bun", "hosted"];

interface Mounted {
  readonly server: TestServer;
  /** The proxy for its database queries. */
  readonly wire: DatabaseProxy;
}

export interface Mounts {
  on(mount: Mount): Mounted;
  /** The secret of a seeded token. */
  secret(name: string): string;
  seeded(): Seeded;
}

/**
 * Starts every mount on one seeded database. The token cache is off, so that only statements of requests are counted.
 * The cache would not use the proxy.
 */
export function useMounts(env: Record<string, string> = {}): Mounts {
  const database = useTestDatabase();
  const mounted = new Map<Mount, Mounted>();
  let seeded: Seeded | undefined;
  beforeAll(async () => {
    seeded = await seed();
    for (const mount of MOUNTS) mounted.set(mount, await start(mount, database, env));
  }, 300_000);
  afterAll(async () => {
    await Promise.all([...mounted.values()].map(({ server }) => server.stop()));
    await Promise.all([...mounted.values()].map(({ wire }) => wire.close()));
    await closeDatabase();
  }, 60_000);
  return {
    on: (mount) => known(mounted.get(mount)),
    secret: (name) => known(known(seeded).tokens.find((token) => token.name === name)).secret,
    seeded: () => known(seeded),
  };
}

async function start(
  mount: Mount,
  database: { ownerUrl: string; appUrl: string },
  env: Record<string, string>,
): Promise<Mounted> {
  const wire = await openDatabaseProxy(database.appUrl);
  const variables = { LISTEN_DATABASE_URL: database.appUrl, TOKEN_CACHE: "off", ...env };
  const server = await startServer({ mount, database: { ...database, appUrl: wire.url }, env: variables });
  return { server, wire };
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("not there: is this inside a test?");
  return value;
}
