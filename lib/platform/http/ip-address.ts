import ipaddr from "ipaddr.js";
import { LRUCache } from "lru-cache";

/**
 * The client's address: the socket's peer, unless that is a trusted proxy; then the rightmost entry of X-Forwarded-For
 * that is not itself a trusted proxy. The client controls the entries to its left.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | null,
  trusted: readonly string[],
): string | null {
  const own = normalize(peer);
  if (own === null || forwardedFor === null || !isTrusted(own, trusted)) return own;
  const hops = forwardedFor.split(",").map((hop) => normalize(hop.trim()));
  for (const hop of hops.reverse()) {
    if (hop === null) return own;
    if (!isTrusted(hop, trusted)) return hop;
  }
  return own;
}

/**
 * The client's address if it is known for certain, else null. Where `clientAddress` names the nearest one that it
 * knows, this names none: for an untrusted peer that `forwards`, for a trusted proxy that does not say for whom it
 * asks, and for a chain of trusted proxies alone, whose first one may hide its client.
 */
export function certainAddress(
  peer: string | undefined,
  forwardedFor: string | null,
  { trusted, forwards }: { readonly trusted: readonly string[]; readonly forwards: boolean },
): string | null {
  const own = normalize(peer);
  if (own === null) return null;
  if (!isTrusted(own, trusted)) return forwards ? null : own;
  const hops = (forwardedFor ?? "").split(",").map((hop) => normalize(hop.trim()));
  const last = hops.findLast((hop) => hop === null || !isTrusted(hop, trusted));
  return last ?? null;
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** What was read lately. Reading an address costs more than the rest of a check. */
const REMEMBERED = 5_000;
/** Longer texts are no addresses, and are not remembered. */
const MAX_LENGTH = 64;
const canonical = new LRUCache<string, { readonly text: string | null }>({ max: REMEMBERED });
const parsed = new LRUCache<string, Address>({ max: REMEMBERED });

/** An address in its canonical text, IPv4-mapped IPv6 as IPv4; null for anything else. Ports and zones are dropped. */
export function normalize(address: string | undefined): string | null {
  if (!address || address.length > MAX_LENGTH) return null;
  const known = canonical.get(address);
  if (known) return known.text;
  const text = readAddress(address);
  canonical.set(address, { text });
  return text;
}

/** The parts of an address that `normalize` returned. */
export function partsOf(address: string): Address {
  const known = parsed.get(address);
  if (known) return known;
  const parts = ipaddr.process(address);
  parsed.set(address, parts);
  return parts;
}

function readAddress(address: string): string | null {
  const bare = address
    .replace(/^\[(.*)\](?::\d+)?$/, "$1")
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1")
    .replace(/%.*$/, "");
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : null;
}

/** Whether the socket's peer is one of the trusted proxies. */
export function isTrustedProxy(peer: string | undefined, trusted: readonly string[]): boolean {
  const own = normalize(peer);
  return own !== null && isTrusted(own, trusted);
}

function isTrusted(address: string, trusted: readonly string[]): boolean {
  const parts = partsOf(address);
  return networksOf(trusted).some(([network, bits]) => network.kind() === parts.kind() && parts.match(network, bits));
}

/** An address and the number of its leading bits that count. */
type Network = [Address, number];

/** The setting is the same array for every request. */
const parsedLists = new WeakMap<readonly string[], readonly Network[]>();

function networksOf(trusted: readonly string[]): readonly Network[] {
  const networks = parsedLists.get(trusted) ?? trusted.map(networkOf);
  parsedLists.set(trusted, networks);
  return networks;
}

function networkOf(entry: string): Network {
  if (entry.includes("/")) return ipaddr.parseCIDR(entry);
  const address = ipaddr.process(entry);
  return [address, address.kind() === "ipv4" ? 32 : 128];
}

/**
 * The unit of limits per client: an IPv4 address, or a block of IPv6. A subscriber has at least a /64, the unit of
 * sign-in limits; many have a /48.
 */
export function addressBlock(address: string | null, ipv6Bits: 48 | 64 = 64): string {
  if (address === null) return "unknown";
  const known = partsOf(address);
  if (known.kind() === "ipv4") return known.toString();
  const parts = (known as ipaddr.IPv6).parts.slice(0, ipv6Bits / 16);
  return `${parts.map((part) => part.toString(16)).join(":")}::/${ipv6Bits}`;
}
