import { setTimeout as sleep } from "node:timers/promises";
import type { Verification, Verifier } from "../index.js";

const TIMEOUT_MS = 20_000;
const INTERVAL_MS = 50;

/** Checks a token until it is answered from memory: first the feed must have begun, and settled. */
export async function untilRemembered(verifier: Verifier, secret: string): Promise<void> {
  for (const until = performance.now() + TIMEOUT_MS; sourceOf(await verifier.verify(secret)) !== "memory";) {
    if (performance.now() > until) throw new Error("the token was never answered from memory");
    await sleep(INTERVAL_MS);
  }
}

/** Who answered, or why it was refused. */
export function sourceOf(verification: Verification): string {
  return verification.ok ? verification.source : verification.code;
}
