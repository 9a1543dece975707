import { createHmac, timingSafeEqual } from "node:crypto";

export { canonicalJson, type Json } from "../platform/canonical-json";

/** HMAC-SHA-256 over the previous event's MAC and an event's canonical bytes. 32 bytes. */
export function chainMac(key: Uint8Array, previous: Uint8Array, canonical: Uint8Array): Buffer {
  return createHmac("sha256", key).update(previous).update(canonical).digest();
}

/** Whether a stored MAC is that of the event. Takes the same time wherever the two differ. */
export function isChainMac(stored: Uint8Array, ...signed: Parameters<typeof chainMac>): boolean {
  const mac = chainMac(...signed);
  return stored.length === mac.length && timingSafeEqual(mac, stored);
}
