import { Worker } from "node:worker_threads";

/** The thread returned no result: it took too long, used too much memory, or threw. */
export class WorkerFailed extends Error {
  override readonly name = "WorkerFailed";
}

/** Resource limits of a thread. */
export interface WorkerLimits {
  readonly timeoutMs: number;
  /** The memory that V8 may allocate. A thread that needs more ends; the process continues. */
  readonly memoryMb: number;
  /** Ends the thread early. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a file in a thread of its own, with `data` as its workerData, and returns the first message it posts. The thread
 * ends with that: nothing is left behind, and a stuck one is stopped. Throws WorkerFailed, and the
 * signal's reason.
 */
export async function runInWorker<T>(file: URL, data: unknown, limits: WorkerLimits): Promise<T> {
  const { timeoutMs, memoryMb, signal } = limits;
  signal?.throwIfAborted();
  const worker = new Worker(file, {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    execArgv: [],
    env: {},
  });
  let timer: NodeJS.Timeout | undefined;
  const ended = new AbortController();
  try {
    return await new Promise<T>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", (error: Error) => reject(new WorkerFailed(error.message)));
      worker.once("exit", (code) => reject(new WorkerFailed(`the thread ended with ${code}`)));
      signal?.addEventListener("abort", () => reject(signal.reason as Error), { signal: ended.signal });
      timer = setTimeout(() => reject(new WorkerFailed(`the thread took more than ${timeoutMs} ms`)), timeoutMs);
    });
  } finally {
    clearTimeout(timer);
    ended.abort();
    await worker.terminate();
  }
}
