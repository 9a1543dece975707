import { execFile } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { freePort } from "../launcher/address";
import { inRoot } from "../project";
import { startDaemon } from "./daemon";

interface Plan {
  /** The snippet's text. */
  code: string;
  /** An empty folder. */
  folder: string;
  /** The secret of a token with the permission Verifier. */
  verifier: string;
}

/** A server that a snippet is. */
export interface GuardedServer {
  /** Its address, without a path. */
  url: string;
  stop: () => Promise<void>;
}

async function start(file: string, args: string[], { verifier }: Plan): Promise<GuardedServer> {
  const port = await freePort();
  const { PATH, HOME } = process.env;
  const environment = { PATH, HOME, NODE_ENV: "production", PORT: String(port), LATCHKEY_VERIFIER_TOKEN: verifier };
  const daemon = await startDaemon({ file, args, port, environment: environment as NodeJS.ProcessEnv });
  return { url: `http://127.0.0.1:${port}`, stop: () => daemon.stop() };
}

function write({ folder, code }: Plan, name: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, code);
  return file;
}

/** Runs a snippet for Node.js with the packages of this checkout. */
export async function startNodeSnippet(plan: Plan): Promise<GuardedServer> {
  symlinkSync(inRoot("node_modules"), path.join(plan.folder, "node_modules"));
  return start(process.execPath, [write(plan, "app.mjs")], plan);
}

/** Runs the snippet for Python with the interpreter `file`. */
export async function startPythonSnippet(plan: Plan, file: string): Promise<GuardedServer> {
  return start(file, ["-I", write(plan, "app.py")], plan);
}

/** Builds the snippet for Go with the compiler `file`, and runs it. */
export async function startGoSnippet(plan: Plan, file: string): Promise<GuardedServer> {
  const program = path.join(plan.folder, "app");
  const env = { HOME: plan.folder, ...process.env, CGO_ENABLED: "0", GOTOOLCHAIN: "local", GOPROXY: "off" };
  await promisify(execFile)(file, ["build", "-o", program, write(plan, "main.go")], { env });
  return start(program, [], plan);
}
