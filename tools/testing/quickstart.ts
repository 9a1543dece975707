import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
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

/** The environment of a program that a snippet is. */
const environmentOf = ({ verifier }: Plan, port: number) => {
  const { PATH, HOME } = process.env;
  const own = { PORT: String(port), LATCHKEY_VERIFIER_TOKEN: verifier, NEXT_TELEMETRY_DISABLED: "1" };
  return { PATH, HOME, NODE_ENV: "production", ...own } as NodeJS.ProcessEnv;
};

async function start(file: string, args: string[], plan: Plan, folder?: string): Promise<GuardedServer> {
  const port = await freePort();
  const daemon = await startDaemon({ file, args, port, environment: environmentOf(plan, port), folder });
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

/** Builds an application that has only the route of the snippet for Next.js, and runs it. The route is at `/`. */
export async function startNextSnippet(plan: Plan): Promise<GuardedServer> {
  const { folder } = plan;
  symlinkSync(inRoot("node_modules"), path.join(folder, "node_modules"));
  writeFileSync(path.join(folder, "package.json"), "{}");
  mkdirSync(path.join(folder, "app"));
  write(plan, "app/route.js");
  const next = inRoot("node_modules/next/dist/bin/next");
  // Turbopack follows no links out of the folder.
  await promisify(execFile)(process.execPath, [next, "build", "--webpack"], {
    cwd: folder,
    env: environmentOf(plan, 0),
  });
  return start(process.execPath, [next, "start", "--hostname", "127.0.0.1"], plan, folder);
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
