import { existsSync } from "node:fs";
import { inRoot } from "../project";
import { ensureClient } from "./client";
import { sourceFingerprint } from "./fingerprint";
import { bundleGateway } from "./server-bundle";
import { isStamped, writeStamp } from "./stamp";

/** What `npm run gateway` runs. */
export const GATEWAY = "dist/gateway.mjs";
const STAMP = "dist/gateway.json";

/** Bundles the gateway if it is missing or older than the sources. Takes a second: it needs no `next build`. */
export async function ensureGateway(signal?: AbortSignal): Promise<void> {
  const wanted = sourceFingerprint();
  if (existsSync(inRoot(GATEWAY)) && isStamped(STAMP, wanted)) return;
  await ensureClient(signal);
  await bundleGateway(GATEWAY);
  writeStamp(STAMP, wanted);
}
