import { existsSync } from "node:fs";
import path from "node:path";
import { liveProcesses } from "@/lib/platform/process/lock";
import { findPostmaster } from "./postmaster";
import { shutDown } from "./server";

/** Whether a live process uses the embedded server of a data directory. */
export function isInUse(dataDir: string): boolean {
  const users = path.join(dataDir, "postgres", "users");
  return existsSync(users) && liveProcesses(users).length > 0;
}

/** Ends the embedded server of a data directory even while others use it. For temporary data. */
export async function endEmbeddedPostgres(dataDir: string): Promise<void> {
  const data = path.join(dataDir, "postgres", "data");
  const postmaster = existsSync(data) ? findPostmaster({ data }) : null;
  if (postmaster) await shutDown(postmaster, data);
}
