/** The bytes of an address: 4 of IPv4, 16 of IPv6. */
type Bytes = readonly number[];

const MAX_LENGTH = 45;
const PART = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[\da-f]{1,4}$/i;
const LENGTH = /^(?:0|[1-9]\d{0,2})$/;
/** What IPv4-mapped IPv6 addresses begin with (RFC 4291 section 2.5.5.2). */
const MAPPED: Bytes = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** Whether text is an IPv4 address of four decimal parts, or an IPv6 address without a zone. */
export function isAddress(text: unknown): text is string {
  return typeof text === "string" && parse(text) !== null;
}

/**
 * Whether an address is in one of these networks, in CIDR notation. IPv4-mapped IPv6 is IPv4. False if the address or
 * all networks are malformed.
 */
export function isInNetworks(networks: readonly string[], address: string): boolean {
  const bytes = parse(address);
  return bytes !== null && networks.some((network) => contains(network, bytes));
}

function contains(network: string, address: Bytes): boolean {
  const [base = "", length = "", ...more] = network.split("/");
  const start = parse(base);
  if (start === null || more.length > 0 || !LENGTH.test(length)) return false;
  const bits = Number(length);
  if (start.length !== address.length || bits > start.length * 8) return false;
  return start.every((byte, at) => {
    const mask = 0xff & (0xff00 >> Math.min(8, Math.max(0, bits - 8 * at)));
    return (byte & mask) === ((address[at] ?? 0) & mask);
  });
}

function parse(text: string): Bytes | null {
  if (text.length > MAX_LENGTH) return null;
  if (!text.includes(":")) return parseV4(text);
  const bytes = parseV6(text);
  const isMapped = bytes !== null && MAPPED.every((byte, at) => bytes[at] === byte);
  return isMapped ? bytes.slice(MAPPED.length) : bytes;
}

function parseV4(text: string): Bytes | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => PART.test(part))) return null;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte < 256) ? bytes : null;
}

/** RFC 4291 section 2.2: eight groups, of which one run may be `::`, and the last two may be IPv4. */
function parseV6(text: string): Bytes | null {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return null;
  const before = parseGroups(head, tail === undefined);
  const after = tail === undefined ? [] : parseGroups(tail, true);
  if (before === null || after === null) return null;
  const missing = 16 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 2) return null;
  return [...before, ...Array<number>(missing).fill(0), ...after];
}

function parseGroups(text: string, mayEndInV4: boolean): Bytes | null {
  if (text === "") return [];
  const groups = text.split(":");
  const last = groups.at(-1) ?? "";
  const v4 = mayEndInV4 && last.includes(".") ? parseV4(last) : [];
  if (v4 === null) return null;
  const plain = v4.length > 0 ? groups.slice(0, -1) : groups;
  if (!plain.every((group) => GROUP.test(group))) return null;
  return [
    ...plain.flatMap((group) => {
      const value = Number.parseInt(group, 16);
      return [value >> 8, value & 0xff];
    }),
    ...v4,
  ];
}
