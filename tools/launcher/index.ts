import { isUsedCode, makeCode } from "@/lib/setup/one-time-code";
import { ensureBuild, SERVER } from "../building";
import { ensureClient } from "../building/client";
import { bundleServer } from "../building/server-bundle";
import type { OpenedEnvironment } from "../environment";
import { dataDirOf } from "../project";
import { queryAt } from "../secrets-check";
import { localUrl, probeUrl, requireFreePort } from "./address";
import { awaitsSetup, greeting } from "./greeting";
import { type LaunchOptions, runServer, serverEnvironment, withEnvironment } from "./running";
import { checkSettings } from "./settings";
import { enterDataDir } from "./single-instance-lock";

const DEV_SERVER = "dist/dev/server.mjs";

interface Options extends LaunchOptions {
  dev: boolean;
}

/**
 * Starts everything and returns once all of it has ended. Throws PlainError for faults that the operator can correct.
 */
export async function launch(options: Options): Promise<void> {
  const { HOST, PORT, APP_URL } = checkSettings(options.environment);
  const url = localUrl(HOST, PORT);
  const embedded = !options.environment.DATABASE_URL;
  const entered = embedded ? await enterDataDir(dataDirOf(options.environment), url) : null;
  const over = new AbortController();
  try {
    await requireFreePort(HOST, PORT);
    const script = prepare({ ...options, stop: AbortSignal.any([options.stop, over.signal]) });
    script.catch(() => undefined); // until `serve` awaits it; the database starts at the same time
    await withEnvironment(options, (opened, supervised) => {
      supervised.stop.addEventListener("abort", () => over.abort());
      return serve({ ...options, ...supervised }, opened, {
        script,
        url: probeUrl(HOST, PORT),
        shownUrl: APP_URL ?? url,
      });
    }).finally(() => endPreparing(over, script));
  } finally {
    entered?.leave();
  }
}

/** Another start may build once this one has left, so the build must have ended. */
async function endPreparing(over: AbortController, script: Promise<string>): Promise<void> {
  over.abort();
  await script.catch(() => undefined); // reported by `serve`, or aborted
}

async function serve(
  options: Options,
  opened: OpenedEnvironment,
  { script, url, shownUrl }: { script: Promise<string>; url: string; shownUrl: string },
): Promise<void> {
  const environment = serverEnvironment(options.environment, opened, options.dev);
  await runServer(options, {
    script: await script,
    environment,
    url,
    greeting: async () => greeting(shownUrl, await codeToShow(opened)),
  });
}

async function prepare({ dev, stop, log }: Options): Promise<string> {
  if (!dev) {
    await ensureBuild(log, stop).catch((error: unknown) => {
      if (!stop.aborted) throw error; // an interrupted build fails
    });
    return SERVER;
  }
  await ensureClient(stop);
  await bundleServer(DEV_SERVER);
  return DEV_SERVER;
}

/** The set-up code; null once there is an organization. Replaces a used one. */
async function codeToShow({ variables }: OpenedEnvironment): Promise<string | null> {
  const { MIGRATION_DATABASE_URL: url = "", SETUP_CODE } = variables;
  if (!(await awaitsSetup(url))) return null;
  return queryAt(url, async (ask) => {
    const isUsable = SETUP_CODE !== undefined && !(await isUsedCode(ask, SETUP_CODE));
    return isUsable ? SETUP_CODE : makeCode(ask, { replace: true });
  });
}
