import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { nodeProgram } from "./node";
import { PlainError } from "./plain-error";
import { inRoot } from "./project";

/** A program that runs the server's scripts. */
export interface Runtime {
  readonly file: string;
  /** Its arguments, up to the file that is loaded before the script. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Node.js, as for all other scripts. */
export const nodeRuntime = (): Runtime => ({
  file: nodeProgram(),
  args: ["--enable-source-maps", "--import"],
  environment: {},
});

/** For the workers too: Bun reads no .env file, installs nothing, and reports nothing. */
const BUN_ENVIRONMENT = { BUN_OPTIONS: "--no-env-file --no-install", DO_NOT_TRACK: "1" };

/** Bun; null where npm installed no build, or where it does not run: the one for x64 needs AVX2. */
export function bunRuntime(file = installedBun()): Runtime | null {
  if (!existsSync(file)) return null;
  const { status } = spawnSync(file, ["--version"], { timeout: 10_000, stdio: "ignore" });
  return status === 0 ? { file, args: ["--preload"], environment: BUN_ENVIRONMENT } : null;
}

function installedBun(): string {
  const architecture = process.arch === "arm64" ? "aarch64" : process.arch;
  return inRoot(`node_modules/@oven/bun-${process.platform}-${architecture}/bin/bun`);
}

/** What the gateway runs on. Throws PlainError if that is to be a Bun that does not run here. */
export function gatewayRuntime(wanted: "bun" | "node", find: () => Runtime | null = bunRuntime): Runtime {
  if (wanted === "node") return nodeRuntime();
  const bun = find();
  if (bun) return bun;
  throw new PlainError("GATEWAY_RUNTIME is bun, and no installed build of Bun runs on this machine. Leave it out.");
}
