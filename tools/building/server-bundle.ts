import path from "node:path";
import { build, type BuildOptions } from "esbuild";
import type { WorkerName } from "@/lib/platform/worker/worker-file";
import { inRoot, ROOT } from "../project";

const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  packages: "external",
  sourcemap: true,
  logLevel: "warning",
  alias: { "server-only": inRoot("tools/empty.ts"), "@": ROOT },
} satisfies BuildOptions;

/** The worker threads of the server, by the names of their files next to it. */
const WORKERS: Readonly<Record<WorkerName, string>> = {
  "audit-verifier": "lib/audit/verifier-worker.ts",
  "bundle-reader": "lib/content/reader/worker.ts",
  "report-reader": "lib/reports/reader/worker.ts",
};

/**
 * Bundles server.ts with the API app for Node.js, and its worker threads next to it. Packages are not bundled. Dynamic
 * imports become separate files, so that nothing is loaded before it is needed.
 */
export async function bundleServer(outfile: string): Promise<void> {
  await bundleWithWorkers("server.ts", outfile);
}

/** Bundles gateway.ts: the API app without Next. */
export async function bundleGateway(outfile: string): Promise<void> {
  await bundleWithWorkers("gateway.ts", outfile);
}

async function bundleWithWorkers(entry: string, outfile: string): Promise<void> {
  await Promise.all([bundleInParts(entry, outfile), bundleWorkers(path.dirname(outfile))]);
}

async function bundleInParts(entry: string, outfile: string): Promise<void> {
  const { dir, name, ext } = path.parse(outfile);
  await build({
    ...OPTIONS,
    entryPoints: { [name]: entry },
    outdir: dir,
    outExtension: { ".js": ext },
    splitting: true,
    chunkNames: `${name}-[name]-[hash]`,
  });
}

/** Bundles only the worker threads, into a folder of the checkout. */
export async function bundleWorkers(folder: string): Promise<void> {
  const files = Object.entries(WORKERS);
  await Promise.all(
    files.map(([name, entry]) =>
      build({ ...OPTIONS, entryPoints: [entry], outfile: path.join(folder, `${name}.mjs`) }),
    ),
  );
}
