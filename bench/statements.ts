import { setTimeout as sleep } from "node:timers/promises";
import { LEASE_MS } from "../lib/access/token-cache/lease";
import type { TestDatabase } from "../tools/testing/database";
import { type DatabaseProxy, openDatabaseProxy } from "../tools/testing/database-proxy";
import type { FilledDatabase } from "./filling";
import { nextCall, type BenchTarget } from "./target";
import { type Servers, startServers, stopServers } from "./servers";

const REQUESTS = 50;

/**
 * The number of SQL statements per request, by target. They are counted by a proxy, on other servers than the measured
 * ones. Rounded to a whole number, because uses of tokens are written every few seconds, independent of requests.
 */
export async function countStatements(
  database: TestDatabase,
  filled: FilledDatabase,
  targetsOf: (servers: Servers) => readonly BenchTarget[],
): Promise<ReadonlyMap<string, number>> {
  const wires = [await openDatabaseProxy(database.appUrl), await openDatabaseProxy(database.ownerUrl)] as const;
  const [app, owner] = wires;
  const servers = await startServers({ appUrl: app.url, ownerUrl: owner.url }, filled, database.appUrl);
  try {
    const counts = new Map<string, number>();
    for (const target of targetsOf(servers)) counts.set(target.name, await statementsOf(target, wires));
    return counts;
  } finally {
    await stopServers(servers);
    for (const wire of wires) await wire.close();
  }
}

async function statementsOf(target: BenchTarget, wires: readonly DatabaseProxy[]): Promise<number> {
  const taken = () => wires.reduce((sum, wire) => sum + wire.takeStatements(), 0);
  await ask(target, REQUESTS); // opens connections, and restarts an idle token cache
  await sleep(LEASE_MS);
  await ask(target, REQUESTS); // fills it
  taken();
  await ask(target, REQUESTS);
  return Math.round(taken() / REQUESTS);
}

async function ask(target: BenchTarget, times: number): Promise<void> {
  const next = nextCall(target);
  for (let i = 0; i < times; i += 1) await (await fetch(target.url, next())).arrayBuffer();
}
