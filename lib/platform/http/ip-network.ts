import ipaddr from "ipaddr.js";
import { partsOf } from "./ip-address";

/** A block of addresses: an address and the number of its leading bits that count. */
export type IpNetwork = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Why a text is no network; for host bits also the network that has none. */
export type NetworkProblem =
  { readonly problem: "malformed" } | { readonly problem: "host_bits"; readonly network: string };

const MALFORMED = { problem: "malformed" } as const;
/** The leading bits of IPv4-mapped IPv6 addresses (RFC 4291 section 2.5.5.2). */
const MAPPED_BITS = 96;
const PREFIX_LENGTH = /^(?:0|[1-9]\d{0,2})$/;

/** An address in its strict form: four decimal parts, or IPv6 without a zone. Null for anything else. */
function readAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return /^[\da-f:.]+$/i.test(text) && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : null;
}

/**
 * An address in its canonical text, IPv4-mapped IPv6 as IPv4; null unless it is one. Unlike `normalize` it accepts
 * neither ports nor zones, nor IPv4 in fewer parts or other bases.
 */
export function parseAddress(text: string): string | null {
  return readAddress(text) === null ? null : ipaddr.process(text).toString();
}

/**
 * A network in CIDR notation (RFC 4632, RFC 4291), or one address. IPv4-mapped IPv6 is IPv4. Host bits are refused,
 * because one of both parts must be a mistake.
 */
export function parseNetwork(text: string): IpNetwork | NetworkProblem {
  const [base = "", length, ...more] = text.split("/");
  const address = readAddress(base);
  if (address === null || more.length > 0) return MALFORMED;
  const most = address.kind() === "ipv4" ? 32 : 128;
  if (length !== undefined && (!PREFIX_LENGTH.test(length) || Number(length) > most)) return MALFORMED;
  const network = toNetwork(address, length === undefined ? most : Number(length));
  const start = startOf(network);
  if (start.toString() === network[0].toString()) return network;
  return { problem: "host_bits", network: formatNetwork([start, network[1]]) };
}

function toNetwork(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): IpNetwork {
  if (address instanceof ipaddr.IPv4 || !address.isIPv4MappedAddress() || bits < MAPPED_BITS) return [address, bits];
  return [address.toIPv4Address(), bits - MAPPED_BITS];
}

/** The network's first address: without host bits. */
function startOf([address, bits]: IpNetwork): ipaddr.IPv4 | ipaddr.IPv6 {
  const masked = address.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - 8 * index));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return ipaddr.fromByteArray(masked);
}

/** The canonical text of a network, always with its prefix length. */
export const formatNetwork = ([address, bits]: IpNetwork): string => `${address.toString()}/${bits}`;

/** Whether an address, in canonical text, is in one of these networks. */
export function isInNetworks(networks: readonly IpNetwork[], address: string): boolean {
  const parts = partsOf(address);
  return networks.some((network) => contains(network, parts));
}

function contains([start, bits]: IpNetwork, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return start.kind() === address.kind() && address.match(start, bits);
}

/** The networks of what is in both lists. Two networks are disjoint, or one is part of the other. */
export function intersectNetworks(some: readonly IpNetwork[], others: readonly IpNetwork[]): readonly IpNetwork[] {
  const common = new Map<string, IpNetwork>();
  for (const one of some) {
    for (const other of others) {
      const [wide, narrow] = one[1] <= other[1] ? [one, other] : [other, one];
      if (contains(wide, narrow[0])) common.set(formatNetwork(narrow), narrow);
    }
  }
  return [...common.values()];
}
