import path from "node:path";
import { build, type BuildOptions } from "esbuild";
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

/** The thread that reads bundles, beside the server. */
export const READER = "bundle-reader.mjs";

/**
 * Bundles server.ts, with the API app in it, for Node.js; and beside it the thread that it starts. Packages stay outside.
 * What is imported late is a file of its own, so that nothing is loaded before it is needed.
 */
export async function bundleServer(outfile: string): Promise<void> {
  await bundleWithReader("server.ts", outfile);
}

/** Bundles gateway.ts: the API app without Next. */
export async function bundleGateway(outfile: string): Promise<void> {
  await bundleWithReader("gateway.ts", outfile);
}

async function bundleWithReader(entry: string, outfile: string): Promise<void> {
  await Promise.all([
    bundleInParts(entry, outfile),
    bundle("lib/content/reader/worker.ts", path.join(path.dirname(outfile), READER)),
  ]);
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

async function bundle(entry: string, outfile: string): Promise<void> {
  await build({ ...OPTIONS, entryPoints: [entry], outfile });
}

/** Bundles the reading thread alone, into a folder below the checkout: for tests. */
export async function bundleReader(folder: string): Promise<string> {
  const outfile = path.join(folder, READER);
  await bundle("lib/content/reader/worker.ts", outfile);
  return outfile;
}
