import { ensureBuild, SERVER } from "../building";
import { ensureClient } from "../building/client";
import { bundleServer } from "../building/server-bundle";
import { openEnvironment, type OpenedEnvironment } from "../environment";
import { PlainError } from "../plain-error";
import { dataDirOf } from "../project";
import { localUrl, requireFreePort } from "./address";
import { awaitsSetup, greeting } from "./greeting";
import { answersAt, type ServerProcess, startServerProcess } from "./server-process";
import { checkSettings } from "./settings";
import { enterDataDir } from "./turnstile";

const DEV_SERVER = "dist/dev/server.mjs";
const READY_MS = 120_000;
const STOP_MS = 9_000; // what is left of 15 s is the database's

interface Options {
  dev: boolean;
  environment: NodeJS.ProcessEnv;
  /** Ends everything in order. */
  stop: AbortSignal;
  /** Ends it at once. */
  hurry: AbortSignal;
  log(line: string): void;
}

/** Starts everything and returns once all of it has ended. Throws PlainError for whatever a person can mend. */
export async function launch(options: Options): Promise<void> {
  const { HOST, PORT, APP_URL } = checkSettings(options.environment);
  const url = localUrl(HOST, PORT);
  const embedded = !options.environment.DATABASE_URL;
  const entered = embedded ? await enterDataDir(dataDirOf(options.environment), url) : null;
  try {
    await requireFreePort(HOST, PORT);
    await withEnvironment(options, (opened) => serve(options, opened, { url, shownUrl: APP_URL ?? url }));
  } finally {
    entered?.leave();
  }
}

async function withEnvironment(options: Options, work: (opened: OpenedEnvironment) => Promise<void>): Promise<void> {
  const opened = await openEnvironment(options.environment, options.log);
  if (opened.embedded) options.log(`PostgreSQL runs in ${opened.embedded.home}`);
  try {
    await work(opened);
  } finally {
    await opened.close();
  }
}

async function serve(options: Options, opened: OpenedEnvironment, { url, shownUrl }: { url: string; shownUrl: string }): Promise<void> {
  const script = await prepare(options);
  if (options.stop.aborted) return;
  const server = startServerProcess({ script, environment: environmentOf(options, opened), output: "inherit" });
  const stopped = new Promise<"stopped">((resolve) => options.stop.addEventListener("abort", () => resolve("stopped")));
  try {
    const ready = await Promise.race([answersAt(url, server, READY_MS), stopped]);
    if (ready === "stopped") return;
    if (!ready) throw await failure(server);
    options.log(greeting(shownUrl, await codeToShow(opened)));
    const how = await Promise.race([server.ended, stopped]);
    if (how !== "stopped") throw new PlainError(`The server has gone: ${how}. Its last words are above.`);
  } finally {
    await server.stop(STOP_MS, options.hurry);
  }
}

async function prepare({ dev, stop, log }: Options): Promise<string> {
  if (!dev) {
    await ensureBuild(log, stop).catch((error: unknown) => {
      if (!stop.aborted) throw error; // a build that was interrupted fails, of course
    });
    return SERVER;
  }
  await ensureClient(stop);
  await bundleServer(DEV_SERVER);
  return DEV_SERVER;
}

// The owner's URL stays here: a server that cannot change the schema cannot be made to.
function environmentOf({ dev, environment }: Options, { variables }: OpenedEnvironment): NodeJS.ProcessEnv {
  const { MIGRATION_DATABASE_URL: _, ...needed } = variables;
  const { MIGRATION_DATABASE_URL: __, ...given } = environment;
  return { ...given, ...needed, NODE_ENV: dev ? "development" : "production" };
}

async function failure(server: ServerProcess): Promise<PlainError> {
  if (!server.hasEnded()) return new PlainError(`The server did not answer within ${READY_MS / 1000} s.`);
  return new PlainError(`The server could not start: ${await server.ended}. Its reason is above.`);
}

async function codeToShow({ variables }: OpenedEnvironment): Promise<string | null> {
  return (await awaitsSetup(variables.MIGRATION_DATABASE_URL ?? "")) ? (variables.SETUP_CODE ?? null) : null;
}
