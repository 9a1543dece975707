import type { TestDatabase } from "../tools/testing/database";
import { type Mount, startServer } from "../tools/testing/server";
import { METRICS_TOKEN } from "./look-ups";
import { type RunningProgram, startProgram } from "./programs";

/** The measured servers. Each is its own process. */
export interface Servers {
  /** node:http answering static JSON. */
  readonly http: RunningProgram;
  /** node:http and pg, with the statements of GET /api/v1/organization, or with the look-up alone. */
  readonly pg: RunningProgram;
  /** What `npm start` runs, without its token cache. */
  readonly uncached: RunningProgram;
  /** What `npm start` runs. */
  readonly cached: RunningProgram;
  /** `next start`: without our server, and without a cache. */
  readonly hosted: RunningProgram;
  /** What `npm start` runs, with the API as Next's route handlers. */
  readonly next: RunningProgram;
  /** better-auth with its API key plugin. */
  readonly betterAuth: RunningProgram & { readonly key: string };
}

export type DatabaseUrls = Pick<TestDatabase, "ownerUrl" | "appUrl">;

/** Starts all of them. `listenUrl`: the URL for the caches' LISTEN, if the database is behind a proxy. */
export async function startServers(database: DatabaseUrls, listenUrl = database.appUrl): Promise<Servers> {
  const start = (mount: Mount, env: Record<string, string> = {}): Promise<RunningProgram> =>
    startServer({ mount, database, env: { LOG_LEVEL: "warn", METRICS_TOKEN, LISTEN_DATABASE_URL: listenUrl, ...env } });
  const program = (name: string, databaseUrl = database.appUrl) => startProgram(name, { DATABASE_URL: databaseUrl });
  const betterAuth = await program("better-auth", database.ownerUrl); // creates its own tables
  return {
    http: await program("bare-http"),
    pg: await program("bare-pg"),
    uncached: await start("server", { TOKEN_CACHE: "off" }),
    cached: await start("server"),
    hosted: await start("hosted", { TOKEN_CACHE: "off" }),
    next: await start("next"),
    betterAuth: { ...betterAuth, key: await (await fetch(`${betterAuth.url}/key`)).text() },
  };
}

/** Ends all of them. */
export async function stopServers(servers: Servers): Promise<void> {
  await Promise.all(Object.values(servers).map((server: RunningProgram) => server.stop()));
}
