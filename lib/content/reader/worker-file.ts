import { existsSync } from "node:fs";
import { processWide } from "../../platform/process-wide";

interface Place {
  file: URL | null;
}

/** One for the process: server.ts knows where the built thread is, and Next's copy of this module does not. */
const place = (): Place => processWide("bundle reader's file", () => ({ file: null }));

/** Tells where the built thread is. What is not there is not used: then bundles are read in the process itself. */
export function useWorkerFile(file: URL): void {
  place().file = existsSync(file) ? file : null;
}

/** The file of the thread, or null where none was built: under `next dev`, and on a platform without server.ts. */
export function workerFile(): URL | null {
  return place().file;
}
