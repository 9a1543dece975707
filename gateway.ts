import cluster from "node:cluster";
import { availableParallelism } from "node:os";
import { useWorkersIn } from "@/lib/platform/worker/worker-file";
import { env } from "@/lib/platform/env";
import { RUNTIME } from "@/lib/platform/runtime";
import { exitUnheard } from "@/lib/server/gateway/exit-unheard";
import { lockPort } from "@/lib/server/gateway/port-lock";
import { runPrimary } from "@/lib/server/gateway/primary";
import { runWorker } from "@/lib/server/gateway/worker";
import { runOrExit } from "@/lib/server/run-or-exit";
import { checkPrefix } from "@/lib/server/same-prefix";

async function main(): Promise<void> {
  const { WORKERS = availableParallelism() } = env();
  if (cluster.isPrimary) return startPrimary(WORKERS);
  useWorkersIn(new URL(".", import.meta.url));
  await checkPrefix();
  await runWorker();
}

/** On Bun nothing else shows that another gateway has the port. */
async function startPrimary(workers: number): Promise<void> {
  const { HOST, PORT } = env();
  if (RUNTIME === "bun") await lockPort(HOST, PORT).catch((error: Error) => exitUnheard(HOST, PORT, error));
  runPrimary(workers);
}

await runOrExit(main);
