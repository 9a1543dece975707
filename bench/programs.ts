import { build } from "esbuild";
import { freePort } from "../tools/launcher/address";
import { answersAt, startServerProcess } from "../tools/launcher/server-process";
import { inRoot, ROOT } from "../tools/project";
import type { Runtime } from "../tools/runtime";

/** A running program that is measured or that a measurement needs. */
export interface RunningProgram {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** Bundles a program of bench/programs and runs it on a free port, under the Node.js of the application, or on Bun. */
export async function startProgram(
  name: string,
  env: Record<string, string> = {},
  runtime?: Runtime,
): Promise<RunningProgram> {
  const script = `dist/bench/${name}.mjs`;
  await build({
    absWorkingDir: ROOT,
    entryPoints: [`bench/programs/${name}.ts`],
    outfile: script,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    logLevel: "warning",
    alias: { "server-only": inRoot("tools/empty.ts"), "@": ROOT },
  });
  const port = await freePort();
  const { PATH, HOME } = process.env;
  const environment = {
    PATH,
    HOME,
    NODE_ENV: "production" as const,
    AUTH_SECRET: "x".repeat(32),
    LOG_LEVEL: "silent",
    PORT: String(port),
    ...env,
  };
  const server = startServerProcess({ script, environment, runtime, output: "inherit" });
  const url = `http://127.0.0.1:${port}`;
  if (!(await answersAt(url, server, 15_000))) throw new Error(`${name} did not start`);
  return { url, pid: server.child.pid ?? 0, stop: () => server.stop(1_000) };
}
