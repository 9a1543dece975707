import cluster from "node:cluster";
import { exposition, metricsSource } from "../../api/request-metrics";
import { startTokenCache, useInvalidationFeed } from "../../access/token-cache";
import { RelayedFeed } from "../../access/token-cache/relay/relayed-feed";
import { env } from "../../platform/env";
import { log } from "../../platform/log";
import { RUNTIME } from "../../platform/runtime";
import { shutDown, type StoppableServer } from "../shutdown";
import { listenOnBun } from "./bun-server";
import { exitUnheard } from "./exit-unheard";
import { readMessage, type WorkerMessage } from "./messages";
import { listenOnNode } from "./node-server";
import { WorkerQuestions } from "./questions";

/** Runs a worker: the API on the port that all workers share. */
export async function runWorker(): Promise<void> {
  const relay = relayFromPrimary();
  startTokenCache();
  const stopping = new AbortController();
  answerPrimary(() => stopping.abort(), relay);
  const server = await listen();
  const stop = stopOnce(server);
  if (stopping.signal.aborted) return stop();
  stopping.signal.addEventListener("abort", stop);
  say({ kind: "listening" });
  log.info({ worker: cluster.worker?.id, address: server.address(), runtime: RUNTIME }, "listening");
}

async function listen() {
  const { HOST, PORT } = env();
  try {
    return await (RUNTIME === "bun" ? listenOnBun(HOST, PORT) : listenOnNode(HOST, PORT));
  } catch (error) {
    return exitUnheard(HOST, PORT, error as Error);
  }
}

/**
 * Returns a function that exits gracefully, once, however often it is called: Ctrl-C and a supervisor's signal reach
 * the whole process group, and the primary sends a message too. If the primary is gone, the worker also writes its
 * usage before it exits.
 */
function stopOnce(server: StoppableServer): () => void {
  let stopping: Promise<void> | undefined;
  const stop = () => void (stopping ??= shutDown(server).then(end, fail));
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  cluster.worker?.once("disconnect", () => {
    if (cluster.worker) cluster.worker.exitedAfterDisconnect = true; // otherwise Node.js would end the process at once
    stop();
  });
  return stop;
}

const end = () => process.exit(0);

function fail(error: unknown): never {
  log.error({ err: error }, "the worker did not exit gracefully");
  process.exit(1);
}

/** Handles messages of the primary, and reads all workers' metrics through it. */
function answerPrimary(stop: () => void, relay: Relay): void {
  const questions = new WorkerQuestions();
  metricsSource().read = async () => (await questions.ask((id) => say({ kind: "read-metrics", id }))) ?? exposition();
  process.on("message", (value) => {
    const message = readMessage(value);
    if (message?.kind === "stop") stop();
    if (message?.kind === "feed-opened" || message?.kind === "feed" || message?.kind === "clock")
      relay.receive(message);
    if (message?.kind === "metrics") questions.answer(message.id, message.text);
    if (message?.kind === "read-metrics")
      void exposition().then((text) => say({ kind: "metrics", id: message.id, text }));
  });
}

/** Passes invalidations from the primary to the token cache's feed, if that has been opened. */
interface Relay {
  receive(message: Parameters<RelayedFeed["receive"]>[0]): void;
}

/** Makes the token cache receive invalidations from the primary, which has this machine's only listener. */
function relayFromPrimary(): Relay {
  const feeds: RelayedFeed[] = [];
  useInvalidationFeed((sink) => {
    const feed = new RelayedFeed(sink, say);
    feeds.push(feed);
    process.once("disconnect", () => feed.close());
    return feed;
  });
  return { receive: (message) => feeds.forEach((feed) => feed.receive(message)) };
}

/** Sends a message; a primary that ends cannot be reached, and its end is heard of soon. */
function say(message: WorkerMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}
