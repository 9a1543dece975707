import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { endStreams } from "../access/streams";
import { tokenCache } from "../access/token-cache";
import { closeDatabase } from "../platform/db";
import { log } from "../platform/log";
import { SERVER_STEPS_MS } from "../platform/stop-limits";
import { writeDenials } from "../denials/write";
import { returnUses } from "../access/uses";
import { flushUsage } from "../usage/flush";
import { jobRunner } from "./jobs";

/** Exits gracefully on the first SIGTERM or SIGINT, and at once on the second. */
export function stopOnSignals(server: Server, closePages: () => Promise<void>): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    void shutDown(server, closePages).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error, signal }, "the server did not exit gracefully");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

/** A server of node:http, or another one that ends in the same steps. */
export interface StoppableServer {
  /** Accepts no more connections. Calls back when the last one has ended. */
  close(done: () => void): unknown;
  closeIdleConnections(): void;
  closeAllConnections(): void;
}

/**
 * Stops accepting requests, lets running ones finish, writes the usage, and closes the database, in SERVER_STOP_MS at
 * most. Jobs end beside the requests.
 */
export async function shutDown(server: StoppableServer, closePages?: () => Promise<void>): Promise<void> {
  endStreams();
  const jobsEnded = within(SERVER_STEPS_MS.requests, jobRunner().stop());
  await finishRequests(server);
  if (closePages) await within(SERVER_STEPS_MS.pages, closePages());
  await within(SERVER_STEPS_MS.usage, writeUses());
  await within(SERVER_STEPS_MS.tokenCache, tokenCache().stop());
  await jobsEnded;
  await within(SERVER_STEPS_MS.database, closeDatabase());
}

async function writeUses(): Promise<void> {
  await Promise.all([flushUsage(), returnUses(), writeDenials()]);
}

async function finishRequests(server: StoppableServer): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  await within(SERVER_STEPS_MS.requests, closed);
  clearInterval(idle);
  server.closeAllConnections();
}

function within(ms: number, work: Promise<void>): Promise<void> {
  return Promise.race([work, sleep(ms, undefined, { ref: false })]);
}
