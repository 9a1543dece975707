import cluster, { type Worker } from "node:cluster";
import { log } from "../../platform/log";
import { mergeExpositions } from "./merge";
import { readMessage, type WorkerMessage } from "./messages";
import { WorkerQuestions } from "./questions";
import { Restarts } from "../../platform/restarts";

/** What finishing requests, flushing and closing may take altogether before a worker is killed, in ms. */
const STOP_MS = 20_000;

/**
 * Keeps `size` workers running: one that ends is started again, ever later when it fails at once. SIGTERM or SIGINT
 * ends all in order, a second one at once. A failure before any worker could listen ends everything with status 1:
 * the reason, a taken port or a bad variable, would not go away.
 */
export function runPrimary(size: number): void {
  new Primary().run(size);
}

class Primary {
  readonly #questions = new WorkerQuestions();
  #hasListened = false;
  #stopping = false;

  run(size: number): void {
    cluster.on("message", (worker, value) => this.#receive(worker, readMessage(value)));
    cluster.on("listening", () => (this.#hasListened = true));
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => this.#stop());
    for (let slot = 0; slot < size; slot += 1) this.#keep(new Restarts());
  }

  /** Starts a worker for a slot, and the next one when it ends. */
  #keep(restarts: Restarts): void {
    const worker = cluster.fork();
    const startedAt = performance.now();
    worker.once("exit", (code, signal) => {
      if (this.#stopping) return this.#endIfAlone();
      if (!this.#hasListened) return process.exit(1);
      const wait = restarts.next(performance.now() - startedAt);
      log.error({ worker: worker.id, pid: worker.process.pid, code, signal, restartInMs: wait }, "a worker ended");
      setTimeout(() => !this.#stopping && this.#keep(restarts), wait);
    });
  }

  #stop(): void {
    if (this.#stopping) return this.#kill(1);
    this.#stopping = true;
    for (const worker of workers()) send(worker, { kind: "stop" });
    setTimeout(() => this.#kill(1), STOP_MS).unref();
    this.#endIfAlone();
  }

  #endIfAlone(): void {
    if (workers().length === 0) process.exit(0);
  }

  #kill(status: number): void {
    for (const { process: child } of workers()) child.kill("SIGKILL");
    process.exit(status);
  }

  #receive(worker: Worker, message: WorkerMessage | null): void {
    if (message?.kind === "metrics") this.#questions.answer(message.id, message.text);
    if (message?.kind === "read-metrics")
      void this.#gather().then((text) => send(worker, { kind: "metrics", id: message.id, text }));
  }

  /** Everybody's metrics; a worker that does not answer in time is left out. */
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

function send(worker: Worker, message: WorkerMessage): void {
  if (worker.isConnected()) worker.send(message);
}
