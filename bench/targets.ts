import { generateToken } from "../lib/tokens/format";
import { openDatabaseProxy, type DatabaseProxy } from "../tools/testing/database-proxy";
import type { TestDatabase } from "../tools/testing/database";
import { type Mount, startServer } from "../tools/testing/server";
import { issueTokens } from "../tools/testing/tokens";
import type { Target } from "./load";
import { type Running, startProgram } from "./programs";
import type { Goal } from "./report";
import { statementsOf } from "./statements";

export const NODE_HTTP = "node:http, static JSON";
const NEXT_STATIC = "Next, a static route";
const BARE_PG = "pg server, the same statements";
const LEAN = "organization on node:http";
const NEXT = "organization on Next";

/** The targets of the issue that asked for this, uncached. */
export const GOALS: readonly Goal[] = [
  { name: `${LEAN}, valid token`, of: BARE_PG, atLeast: 0.75 },
  { name: `${LEAN}, malformed token`, of: NODE_HTTP, atLeast: 0.5 },
  { name: `${NEXT}, malformed token`, of: NEXT_STATIC, atLeast: 0.9 },
];

interface Opened {
  readonly targets: readonly Target[];
  /** Statements per request, by the target's name. */
  countStatements(say: (line: string) => void): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

/** Starts everything that is measured, over one database with one live token. */
export async function openTargets(database: TestDatabase): Promise<Opened> {
  const { tokens } = await issueTokens(database.ownerUrl, 1);
  const secret = tokens[0]?.secret ?? "";
  const [http, asked] = [await startProgram("bare-http"), await startAsking(database)];
  const running = [http, asked.pg, asked.lean, asked.next];
  const targets: Target[] = [
    { name: NODE_HTTP, url: `${http.url}/`, pid: http.pid, status: 200 },
    { name: NEXT_STATIC, url: `${asked.next.url}/icon.svg`, pid: asked.next.pid, status: 200 },
    ...askingTargets(secret, asked),
  ];
  return { targets, countStatements: (say) => countOnWire(database, secret, say), close: () => stopAll(running) };
}

/** The servers that ask a database. */
interface Asking {
  readonly pg: Running;
  readonly lean: Running;
  readonly next: Running;
}

async function startAsking(database: Pick<TestDatabase, "ownerUrl" | "appUrl">): Promise<Asking> {
  const pg = await startProgram("bare-pg", { DATABASE_URL: database.appUrl });
  return { pg, lean: await startMount("server", database), next: await startMount("hosted", database) };
}

function startMount(mount: Mount, database: Pick<TestDatabase, "ownerUrl" | "appUrl">): Promise<Running> {
  return startServer({ mount, database, env: { TOKEN_CACHE: "off", LOG_LEVEL: "warn" } });
}

const stopAll = async (running: readonly Running[]) => void (await Promise.all(running.map((one) => one.stop())));

function askingTargets(secret: string, { pg, lean, next }: Asking): Target[] {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const tokens = [
    { kind: "valid", headers: bearer(secret), status: 200 },
    { kind: "unknown", headers: bearer(generateToken("latch")), status: 401 },
    { kind: "malformed", headers: bearer("latch_malformed"), status: 401 },
  ];
  const of = (name: string, { url, pid }: Running) => tokens.map(({ kind, headers, status }) => ({ name: `${name}, ${kind} token`, url: `${url}/api/v1/organization`, pid, headers, status }));
  return [{ name: BARE_PG, url: `${pg.url}/`, pid: pg.pid, headers: bearer(secret), status: 200 }, ...of(LEAN, lean), ...of(NEXT, next)];
}

/** Statements are counted on servers of their own, whose wire can be looked at; the measured ones have none in between. */
async function countOnWire(database: TestDatabase, secret: string, say: (line: string) => void): Promise<ReadonlyMap<string, number>> {
  say("Counting statements");
  const wire = await openDatabaseProxy(database.appUrl);
  const asking = await startAsking({ ...database, appUrl: wire.url });
  try {
    return await countEach(askingTargets(secret, asking), wire);
  } finally {
    await stopAll(Object.values(asking));
    await wire.close();
  }
}

async function countEach(targets: readonly Target[], wire: DatabaseProxy): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const target of targets) counts.set(target.name, await statementsOf(target, wire));
  return counts;
}
