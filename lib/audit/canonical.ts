import { createHmac } from "node:crypto";

export { canonicalJson, type Json } from "../platform/canonical-json";

/** HMAC-SHA-256 over the previous event's MAC and an event's canonical bytes. 32 bytes. */
export function chainMac(key: Uint8Array, previous: Uint8Array, canonical: Uint8Array): Buffer {
  return createHmac("sha256", key).update(previous).update(canonical).digest();
}
