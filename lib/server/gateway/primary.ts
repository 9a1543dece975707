import cluster, { type Worker } from "node:cluster";
import { setTimeout as sleep } from "node:timers/promises";
import { log } from "../../platform/log";
import { mergeExpositions } from "./merge";
import { readMessage, type WorkerMessage } from "./messages";
import { WorkerQuestions } from "./questions";
import { Restarts } from "../../platform/restarts";
import { LISTENER_STOP_MS, WORKERS_STOP_MS } from "../../platform/stop-limits";
import { SharedListener } from "./shared-listener";

/**
 * Keeps `size` workers running. A worker that ends is restarted, with back-off if it fails early. SIGTERM or SIGINT
 * ends all gracefully; a second signal ends them at once. If no worker ever listens, the primary exits with status 1:
 * the cause, such as a used port or a bad variable, is permanent.
 */
export function runPrimary(size: number): void {
  new Primary().run(size);
}

class Primary {
  readonly #questions = new WorkerQuestions();
  readonly #listener = new SharedListener();
  #hasListened = false;
  #stopping = false;

  run(size: number): void {
    cluster.on("message", (worker, value) => this.#receive(worker, readMessage(value)));
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => this.#stop());
    this.#listener.start();
    for (let slot = 0; slot < size; slot += 1) this.#keep(new Restarts());
  }

  /** Starts a worker, and another one when it ends. */
  #keep(restarts: Restarts): void {
    const worker = cluster.fork();
    const startedAt = performance.now();
    worker.once("exit", (code, signal) => {
      this.#listener.ended(worker.id);
      if (this.#stopping) return this.#endIfAlone();
      if (!this.#hasListened) return this.#leave(1);
      const wait = restarts.next(performance.now() - startedAt);
      log.error({ worker: worker.id, pid: worker.process.pid, code, signal, restartInMs: wait }, "a worker ended");
      setTimeout(() => !this.#stopping && this.#keep(restarts), wait);
    });
  }

  #stop(): void {
    if (this.#stopping) return this.#kill(1);
    this.#stopping = true;
    for (const worker of workers()) send(worker, { kind: "stop" });
    setTimeout(() => this.#kill(1), WORKERS_STOP_MS).unref();
    this.#endIfAlone();
  }

  #endIfAlone(): void {
    if (workers().length === 0) this.#leave(0);
  }

  /** Ends this process, and what is left of its workers, once nobody waits for the gateway any more. */
  #leave(status: number): void {
    void Promise.race([this.#listener.stop(), sleep(LISTENER_STOP_MS)]).then(() => process.exit(status));
  }

  #kill(status: number): void {
    for (const { process: child } of workers()) child.kill("SIGKILL");
    process.exit(status);
  }

  #receive(worker: Worker, message: WorkerMessage | null): void {
    switch (message?.kind) {
      case "listening":
        this.#hasListened = true;
        return;
      case "metrics":
        return this.#questions.answer(message.id, message.text);
      case "read-metrics":
        return void this.#gather().then((text) => send(worker, { kind: "metrics", id: message.id, text }));
      case "open-feed":
      case "feed-applied":
      case "feed-asked":
      case "ask-clock":
      case "close-feed":
        if (worker.isDead()) return; // its last messages may come after its exit
        return this.#listener.receive(worker.id, message, (reply) => send(worker, reply));
    }
  }

  /** The metrics of all workers. Workers that do not answer in time are omitted. */
  async #gather(): Promise<string> {
    const asked = workers().map(async (worker) => {
      const text = await this.#questions.ask((id) => send(worker, { kind: "read-metrics", id }));
      return [String(worker.id), text ?? ""] as const;
    });
    return mergeExpositions(new Map(await Promise.all(asked)));
  }
}

const workers = () =>
  Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined && !worker.isDead()) as Worker[];

/** Sends a message; a worker that ends cannot be reached, and its exit is heard of soon. */
function send(worker: Worker, message: WorkerMessage): void {
  if (worker.isConnected()) worker.send(message, undefined, undefined, () => undefined);
}
