import { setTimeout as sleep } from "node:timers/promises";
import type { DatabaseProxy } from "../tools/testing/database-proxy";
import type { Target } from "./load";

const REQUESTS = 50;

/** How many statements one request of a target asks, counted on the wire to its database. */
export async function statementsOf({ url, headers = {} }: Target, wire: DatabaseProxy): Promise<number> {
  await ask(url, headers, 20); // opens connections, whose start does not count
  await sleep(6_000); // uses of tokens are written within 5 s; that write is not the request's
  wire.takeStatements();
  await ask(url, headers, REQUESTS);
  return wire.takeStatements() / REQUESTS;
}

async function ask(url: string, headers: Record<string, string>, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) await (await fetch(url, { headers })).arrayBuffer();
}
