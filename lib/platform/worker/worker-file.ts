import { existsSync } from "node:fs";
import { processWide } from "../process-wide";

/** The worker threads that the build creates, by file name. */
export type WorkerName = "audit-verifier" | "bundle-reader" | "report-reader";

interface BuiltWorkers {
  folder: URL | null;
}

/** Process-wide, because server.ts knows the location of the built files and Next's copy of this module does not. */
const built = (): BuiltWorkers => processWide("built workers", () => ({ folder: null }));

/** Sets the folder of the built files. The URL ends with a slash. */
export function useWorkersIn(folder: URL): void {
  built().folder = folder;
}

/**
 * The file of a worker thread; null on platforms without server.ts, where none is built. Callers then work without a
 * thread.
 */
export function workerFile(name: WorkerName): URL | null {
  const { folder } = built();
  if (folder === null) return null;
  const file = new URL(`${name}.mjs`, folder);
  return existsSync(file) ? file : null;
}
