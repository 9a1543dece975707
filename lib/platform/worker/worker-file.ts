import { existsSync } from "node:fs";
import { processWide } from "../process-wide";

/** The threads that the build makes, by the names of their files. */
export type WorkerName = "audit-verifier" | "bundle-reader" | "report-reader";

interface BuiltWorkers {
  folder: URL | null;
}

/** One for the process: server.ts knows where the built threads are, and Next's copy of this module does not. */
const built = (): BuiltWorkers => processWide("built workers", () => ({ folder: null }));

/** Tells in which folder the built threads are; its URL ends with a slash. */
export function useWorkersIn(folder: URL): void {
  built().folder = folder;
}

/** The file of a thread, or null where none was built: on a platform without server.ts. Callers then do without one. */
export function workerFile(name: WorkerName): URL | null {
  const { folder } = built();
  if (folder === null) return null;
  const file = new URL(`${name}.mjs`, folder);
  return existsSync(file) ? file : null;
}
