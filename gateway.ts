import cluster from "node:cluster";
import { availableParallelism } from "node:os";
import { useWorkersIn } from "@/lib/platform/worker/worker-file";
import { env } from "@/lib/platform/env";
import { runPrimary } from "@/lib/server/gateway/primary";
import { runWorker } from "@/lib/server/gateway/worker";
import { runOrExit } from "@/lib/server/run-or-exit";
import { checkPrefix } from "@/lib/server/same-prefix";

async function main(): Promise<void> {
  const { WORKERS = availableParallelism() } = env();
  if (cluster.isPrimary) return runPrimary(WORKERS);
  useWorkersIn(new URL(".", import.meta.url));
  await checkPrefix();
  await runWorker();
}

await runOrExit(main);
