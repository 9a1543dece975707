import { existsSync, mkdirSync, rmSync } from "node:fs";
import { runNode, scripts } from "../node";
import { PlainError, writing } from "../plain-error";
import { exclusively } from "@/lib/platform/process/lock";
import { inRoot } from "../project";
import { ensureClient } from "./client";
import { COMPRESSED, compressStatic } from "./compress";
import { sourceFingerprint } from "./fingerprint";
import { ensureGateway, GATEWAY } from "./gateway";
import { bundleServer } from "./server-bundle";
import { isStamped, writeStamp } from "./stamp";

/** What `npm start` runs. */
export const SERVER = "dist/server.mjs";
const STAMP = "dist/build.json";
const BUILD_MS = 900_000;

/** Whether there is a build of the current sources. */
export function isBuilt(): boolean {
  return (
    [SERVER, GATEWAY, COMPRESSED].every((file) => existsSync(inRoot(file))) &&
    existsSync(inRoot(".next/BUILD_ID")) &&
    isStamped(STAMP, sourceFingerprint())
  );
}

/** Builds if the build is missing or stale. If several processes call it at once, one builds. */
export async function ensureBuild(log: (line: string) => void, signal?: AbortSignal): Promise<void> {
  if (isBuilt()) return;
  const lock = inRoot("dist/building");
  writing("dist", () => mkdirSync(lock, { recursive: true }));
  await exclusively(lock, BUILD_MS, async () => {
    if (isBuilt() || signal?.aborted) return;
    log("Building; this takes about a minute, and only when something changed.");
    await build({ echo: false, signal });
  });
}

/** Builds the console and the server. Throws PlainError with the builder's message. */
export async function build({ echo, signal }: { echo: boolean; signal?: AbortSignal }): Promise<void> {
  const fingerprint = sourceFingerprint(); // first, so that a change during the build makes it stale
  rmSync(inRoot(STAMP), { force: true });
  await ensureClient(signal);
  const failed = new AbortController();
  const ending = AbortSignal.any([failed.signal, ...(signal ? [signal] : [])]);
  await Promise.all([
    buildConsole({ echo, signal: ending }).then(compressStatic),
    bundleServer(SERVER).then(() => ensureGateway(ending)),
  ]).finally(() => failed.abort());
  writeStamp(STAMP, fingerprint);
}

/** `next build` alone. */
export async function buildConsole({ echo, signal }: { echo: boolean; signal?: AbortSignal }): Promise<void> {
  const environment = { ...process.env, NODE_ENV: "production" as const };
  const { status, timedOut, output } = await runNode([scripts.next, "build"], {
    environment,
    echo,
    timeoutMs: BUILD_MS,
    signal,
  });
  if (status !== 0)
    throw new PlainError(`The build failed${timedOut ? ": it took too long" : ""}.\n\n${echo ? "" : output.trim()}`);
}
