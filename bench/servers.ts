import type { TestDatabase } from "../tools/testing/database";
import { type Mount, startServer } from "../tools/testing/server";
import { z } from "../lib/platform/validation/zod";
import { bunRuntime } from "../tools/runtime";
import type { FilledDatabase } from "./filling";
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
  /** oidc-provider in memory, with an opaque access token and its client's header. */
  readonly oidc: RunningProgram & { readonly token: string; readonly authorization: string };
  /** @latchkey/verifier in a program of its own. */
  readonly verifier: RunningProgram;
  /** What `npm run gateway` runs with one worker on Node.js. */
  readonly gateway: RunningProgram;
  /** The same on Bun, and Bun answering static JSON; null where no build of Bun runs. */
  readonly bun: { readonly gateway: RunningProgram; readonly http: RunningProgram } | null;
}

export type DatabaseUrls = Pick<TestDatabase, "ownerUrl" | "appUrl">;

const prepared = z.object({ token: z.string(), authorization: z.string() });

/** Starts all of them. `listenUrl`: the URL for the caches' LISTEN, if the database is behind a proxy. */
export async function startServers(
  database: DatabaseUrls,
  { checked: { verifier, scoped } }: FilledDatabase,
  listenUrl = database.appUrl,
): Promise<Servers> {
  const start = (mount: Mount, env: Record<string, string> = {}): Promise<RunningProgram> =>
    startServer({ mount, database, env: { LOG_LEVEL: "warn", METRICS_TOKEN, LISTEN_DATABASE_URL: listenUrl, ...env } });
  const program = (name: string, databaseUrl = database.appUrl) => startProgram(name, { DATABASE_URL: databaseUrl });
  const betterAuth = await program("better-auth", database.ownerUrl); // creates its own tables
  const oidc = await startProgram("oidc-provider");
  const cached = await start("server");
  const bun = bunRuntime();
  return {
    http: await program("bare-http"),
    pg: await program("bare-pg"),
    uncached: await start("server", { TOKEN_CACHE: "off" }),
    cached,
    hosted: await start("hosted", { TOKEN_CACHE: "off" }),
    next: await start("next"),
    betterAuth: { ...betterAuth, key: await (await fetch(`${betterAuth.url}/key`)).text() },
    oidc: { ...oidc, ...prepared.parse(await (await fetch(`${oidc.url}/prepared`)).json()) },
    verifier: await startProgram("verifier", {
      ISSUER: cached.url,
      VERIFIER_TOKEN: verifier,
      API: scoped.api,
      SCOPE: scoped.scope,
      TOKENS: scoped.hot.join(","),
    }),
    gateway: await start("gateway", { WORKERS: "1" }),
    bun: bun && {
      gateway: await start("gateway on Bun", { WORKERS: "1" }),
      http: await startProgram("bare-bun", {}, bun),
    },
  };
}

/** Ends all of them. */
export async function stopServers(servers: Servers): Promise<void> {
  const { bun, ...others } = servers;
  await Promise.all([...Object.values(others), ...Object.values(bun ?? {})].map((server) => server.stop()));
}
