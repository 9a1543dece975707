import cluster from "node:cluster";
import { availableParallelism } from "node:os";
import { useWorkerFile } from "@/lib/bundles/reader/worker-file";
import { requireEnvironment } from "@/lib/server/environment";
import { runPrimary } from "@/lib/server/gateway/primary";
import { runWorker } from "@/lib/server/gateway/worker";

const { WORKERS } = requireEnvironment();
if (cluster.isPrimary) runPrimary(WORKERS ?? availableParallelism());
else {
  useWorkerFile(new URL("bundle-reader.mjs", import.meta.url));
  runWorker();
}
