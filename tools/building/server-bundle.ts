import { build, type BuildOptions } from "esbuild";
import { inRoot, ROOT } from "../project";

const OPTIONS = {
  absWorkingDir: ROOT,
  entryPoints: ["server.ts"],
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  packages: "external",
  sourcemap: true,
  logLevel: "warning",
  alias: { "server-only": inRoot("tools/empty.ts"), "@": ROOT },
} satisfies BuildOptions;

/** Bundles server.ts, with the API app in it, for Node.js. Packages stay outside. */
export async function bundleServer(outfile: string): Promise<void> {
  await build({ ...OPTIONS, outfile });
}
