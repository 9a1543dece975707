import fc from "fast-check";
import { schema } from "../../lib/graphql/schema";
import { closeDatabase } from "../../lib/platform/db";
import { seed as fill } from "../../prisma/seed";
import { TEST_AUTH_SECRET } from "../testing/auth-secret";
import { createTestDatabase } from "../testing/database";
import { openSession, SESSION_COOKIE } from "../testing/session";
import { startServer, type TestServer } from "../testing/server";
import { graphqlRequests } from "./graphql";
import { actionRequests, pageRequests } from "./pages";
import { buildRestRequests, type Description } from "./rest";
import { runFuzz, type FuzzFindings, type FuzzLimits } from "./run";

/**
 * Starts the built server with a seeded database, fuzzes all its surfaces, and stops it. A stack trace in its log is a
 * failure, and so is a server that does not answer afterwards.
 */
export async function fuzzServer(limits: FuzzLimits): Promise<FuzzFindings> {
  const database = await createTestDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.appUrl,
    MIGRATION_DATABASE_URL: database.ownerUrl,
    AUTH_SECRET: TEST_AUTH_SECRET,
  });
  const { tokens, users } = await fill();
  const session = await openSession(database.ownerUrl, users.find(({ role }) => role === "super_admin")?.email ?? "");
  const server = await startServer({ database, env: { AUTH_SECRET: TEST_AUTH_SECRET } });
  try {
    const findings = await runFuzz(
      server.url,
      await requestsTo(server, tokens, `${SESSION_COOKIE}=${session}`),
      limits,
    );
    return { ...findings, bad: [...findings.bad, ...stacksIn(server.logs()), ...(await findDeaths(server))] };
  } finally {
    await server.stop();
    await closeDatabase();
    await database.drop();
  }
}

/** Requests to all surfaces. `session` is the cookie of a Super Admin. */
async function requestsTo({ url }: TestServer, tokens: readonly { secret: string }[], session: string) {
  const description = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as Description;
  const secrets = tokens.map(({ secret }) => secret);
  const ids = await actionIds(url);
  return fc.oneof(
    { weight: 4, arbitrary: buildRestRequests(description, secrets) },
    { weight: 3, arbitrary: graphqlRequests(schema, secrets) },
    { weight: 2, arbitrary: actionRequests(ids, session, url) },
    { weight: 2, arbitrary: pageRequests(session) },
  );
}

/** The ids of the actions on the sign-in page. */
async function actionIds(url: string): Promise<string[]> {
  const page = await (await fetch(`${url}/login`)).text();
  return [...new Set([...page.matchAll(/[0-9a-f]{42}/g)].map(([id]) => id))];
}

/** Lines of a stack trace in the log. */
function stacksIn(log: string): string[] {
  const lines = log.split("\n").filter((line) => /^\s+at |"stack":/.test(line));
  return lines.slice(0, 20).map((line) => `a stack in the log: ${line.trim().slice(0, 1_500)}`);
}

async function findDeaths({ url }: TestServer): Promise<string[]> {
  const alive = await fetch(`${url}/api/health/ready`).then(
    ({ status }) => status,
    () => 0,
  );
  return alive === 200 ? [] : [`the server is not ready afterwards: ${alive}`];
}
