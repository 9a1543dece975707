import type { Hash } from "node:crypto";
import { z } from "../platform/validation/zod";
import type { Json } from "./canonical";

/** The action of the first event under a new audit key, after the former key was lost. */
export const KEYS_RESET = "audit.keys_reset";

const sealedSchema = z.object({ sealed: z.object({ sha256: z.string() }) });

/** Adds an event to the SHA-256 over all events of a chain, in their order. */
export function updateSeal(seal: Hash, event: { readonly canonical: Uint8Array; readonly mac: Uint8Array }): void {
  seal.update(event.mac).update(event.canonical);
}

/** The facts in a reset event about the events before it. */
export function sealed(events: bigint, sha256: string): { readonly [key: string]: Json } {
  return { sealed: { events: Number(events), sha256 } };
}

/** The digest in a reset event; null if there is none. */
export function sealOf(change: unknown): string | null {
  return sealedSchema.safeParse(change).data?.sealed.sha256 ?? null;
}
