import { openEnvironment, type OpenedEnvironment } from "../environment";
import { PlainError } from "../plain-error";
import { answersAt, type ServerProcess, startServerProcess } from "./server-process";

const READY_MS = 120_000;
/** How long a server may take to end in order, in ms; what is left of 15 s is the database's. */
export const STOP_MS = 9_000;

/** What every launched server is given. */
export interface LaunchOptions {
  environment: NodeJS.ProcessEnv;
  /** Ends everything in order. */
  stop: AbortSignal;
  /** Ends it at once. */
  hurry: AbortSignal;
  log(line: string): void;
}

/** Opens the database and the secrets around `work`. */
export async function withEnvironment(
  options: LaunchOptions,
  work: (opened: OpenedEnvironment) => Promise<void>,
): Promise<void> {
  const opened = await openEnvironment(options.environment, options.log);
  if (opened.embedded) options.log(`PostgreSQL runs in ${opened.embedded.home}`);
  try {
    await work(opened);
  } finally {
    await opened.close();
  }
}

interface Plan {
  script: string;
  environment: NodeJS.ProcessEnv;
  /** Where it will answer. */
  url: string;
  /** What to print once it does. */
  greeting(): Promise<string>;
}

/** Runs a server until it is stopped. Throws PlainError when it cannot start, or ends by itself. */
export async function runServer(
  { stop, hurry, log }: LaunchOptions,
  { script, environment, url, greeting }: Plan,
): Promise<void> {
  if (stop.aborted) return;
  const server = startServerProcess({ script, environment, output: "inherit" });
  const stopped = new Promise<"stopped">((resolve) => stop.addEventListener("abort", () => resolve("stopped")));
  try {
    const ready = await Promise.race([answersAt(url, server, READY_MS), stopped]);
    if (ready === "stopped") return;
    if (!ready) throw await failure(server);
    log(await greeting());
    const how = await Promise.race([server.ended, stopped]);
    if (how !== "stopped") throw new PlainError(`The server has gone: ${how}. Its last words are above.`);
  } finally {
    await server.stop(STOP_MS, hurry);
  }
}

/** A server's environment. The owner's URL stays here: a server that cannot change the schema cannot be made to. */
export function serverEnvironment(
  given: NodeJS.ProcessEnv,
  { variables }: OpenedEnvironment,
  dev: boolean,
): NodeJS.ProcessEnv {
  const { MIGRATION_DATABASE_URL: _, ...needed } = variables;
  const { MIGRATION_DATABASE_URL: __, ...rest } = given;
  return { ...rest, ...needed, NODE_ENV: dev ? "development" : "production" };
}

async function failure(server: ServerProcess): Promise<PlainError> {
  if (!server.hasEnded()) return new PlainError(`The server did not answer within ${READY_MS / 1000} s.`);
  return new PlainError(`The server could not start: ${await server.ended}. Its reason is above.`);
}
