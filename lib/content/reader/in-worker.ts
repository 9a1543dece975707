import { Worker } from "node:worker_threads";
import type { BundleParse } from "../parse";

/** The thread did not answer: it took too long, used too much memory, or broke. */
export class ReaderFailed extends Error {
  override readonly name = "ReaderFailed";
}

/** Five times what the worst bundle known takes; and what V8 may use for it. */
const TIMEOUT_MS = 15_000;
const MEMORY_MB = 768;

/** Parses a bundle in a thread of its own, which ends with it: nothing is left behind, and a stuck one can be stopped. */
export async function readInWorker(file: URL, bytes: Uint8Array, timeoutMs = TIMEOUT_MS): Promise<BundleParse> {
  const worker = new Worker(file, {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    execArgv: [],
    env: {},
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<BundleParse>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", (error: Error) => reject(new ReaderFailed(error.message)));
      worker.once("exit", (code) => reject(new ReaderFailed(`the thread ended with ${code}`)));
      timer = setTimeout(() => reject(new ReaderFailed(`the thread took more than ${timeoutMs} ms`)), timeoutMs);
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
