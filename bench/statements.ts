import type { TestDatabase } from "../tools/testing/database";
import { type DatabaseProxy, openDatabaseProxy } from "../tools/testing/database-proxy";
import type { Target } from "./load";
import { type Servers, startServers, stopServers } from "./servers";

const REQUESTS = 50;

/**
 * How many statements one request asks, by the target's name: counted on the wire, on servers of their own; the
 * measured ones have nothing in between. To the nearest whole: every few seconds the uses of tokens are written
 * meanwhile, and that is no request's. Those that no database of ours serves are not listed.
 */
export async function countStatements(database: TestDatabase, targetsOf: (servers: Servers) => readonly Target[]): Promise<ReadonlyMap<string, number>> {
  const wire = await openDatabaseProxy(database.appUrl);
  const servers = await startServers({ ...database, appUrl: wire.url }, database.appUrl);
  try {
    const counts = new Map<string, number>();
    for (const target of targetsOf(servers)) if (target.pid !== servers.betterAuth.pid) counts.set(target.name, await statementsOf(target, wire));
    return counts;
  } finally {
    await stopServers(servers);
    await wire.close();
  }
}

async function statementsOf(target: Target, wire: DatabaseProxy): Promise<number> {
  await ask(target, REQUESTS); // opens connections, fills caches
  wire.takeStatements();
  await ask(target, REQUESTS);
  return Math.round(wire.takeStatements() / REQUESTS);
}

async function ask({ url, call }: Target, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) await (await fetch(url, typeof call === "function" ? call() : call)).arrayBuffer();
}
