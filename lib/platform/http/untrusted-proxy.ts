import ipaddr from "ipaddr.js";
import { log } from "../log";
import { processWide } from "../process-wide";

/** How long a peer counts as a proxy after it sent forwarded headers, and how often it is warned about, in ms. */
const REMEMBERED_MS = 600_000;
const MAX_PEERS = 1_000;

/** This machine, and private networks (RFC 1918, RFC 4193, RFC 3927, RFC 4291). */
const NEARBY: ReadonlySet<string> = new Set(["loopback", "private", "uniqueLocal", "linkLocal"]);

interface Peer {
  seenAt: number;
  warnedAt: number;
}

/** Peers that said for whom they ask but are not in TRUSTED_PROXIES. */
const peers = () => processWide("untrusted-proxies", () => new Map<string, Peer>());

/**
 * Records that a peer outside of TRUSTED_PROXIES sent X-Forwarded-For, X-Real-IP or Forwarded, and logs a warning:
 * behind such a proxy all clients seem to have the same address, and tokens with networks are refused.
 */
export function noteUntrustedProxy(address: string | null, now = Date.now()): void {
  if (address === null) return;
  const known = peers().get(address);
  if (known) known.seenAt = now;
  else remember(address, now);
  if (known && now - known.warnedAt < REMEMBERED_MS) return;
  if (known) known.warnedAt = now;
  log.warn(
    { peer: address },
    "X-Forwarded-For, X-Real-IP or Forwarded came from a peer that is not in TRUSTED_PROXIES: all clients behind it " +
      "seem to have one address, so limits apply to all of them together, and tokens with networks are refused",
  );
}

function remember(address: string, now: number): void {
  const all = peers();
  const [oldest] = all.keys();
  if (all.size >= MAX_PEERS && oldest !== undefined) all.delete(oldest);
  all.set(address, { seenAt: now, warnedAt: now });
}

/**
 * Whether an address is probably a proxy that is missing in TRUSTED_PROXIES. Only true for peers on this machine or in
 * a private network: on the internet, any client could pose as a proxy to evade the limits per address.
 */
export function isSharedAddress(address: string | null, now = Date.now()): boolean {
  if (address === null) return false;
  const peer = peers().get(address);
  return peer !== undefined && now - peer.seenAt < REMEMBERED_MS && NEARBY.has(ipaddr.process(address).range());
}
