import { env } from "../env";
import { processWide } from "../process-wide";
import { certainAddress, clientAddress, isTrustedProxy, normalize } from "./ip-address";
import { noteUntrustedProxy } from "./untrusted-proxy";
import type { HeaderReader } from "./header-reader";
import type { ReceivedMessage } from "./received-message";

/** The header in which server.ts hands the client's address to Next. It overwrites whatever the client sent. */
export const ADDRESS_HEADER = "x-latchkey-address";

/** The header in which server.ts hands Next the client's address if it is certain. */
export const CERTAIN_ADDRESS_HEADER = "x-latchkey-certain-address";

const addressHeader = () => processWide("address-header", () => ({ trusted: false }));

/** Trusts both headers in this process. For server.ts, which overwrites or removes them on every request. */
export function trustAddressHeader(): void {
  addressHeader().trusted = true;
}

/** Whether the headers can be trusted: only if server.ts receives this process's requests. */
export function addressHeaderTrusted(): boolean {
  return addressHeader().trusted;
}

/** The client's address of a request that came through Next, or null if there is no trustworthy source. */
export function requestAddress(headers: HeaderReader): string | null {
  return readAddressHeader(headers, ADDRESS_HEADER);
}

function readAddressHeader(headers: HeaderReader, name: string): string | null {
  if (process.env.VERCEL)
    return normalize(
      headers.get("x-vercel-forwarded-for")?.split(",")[0]?.trim() ?? headers.get("x-real-ip") ?? undefined,
    );
  return addressHeaderTrusted() ? normalize(headers.get(name) ?? undefined) : null;
}

type Peer = ReceivedMessage["socket"];

/** The canonical address of each peer: of an open connection, or of several from one address. */
const peers = new WeakMap<Peer, string>();

/** The client's address of a received message: the socket's peer, or the address that a trusted proxy reports. */
export function messageAddress({ socket, headers }: ReceivedMessage): string | null {
  const forwarded = headers["x-forwarded-for"];
  if (forwarded !== undefined) return forwardedAddress(socket, String(forwarded));
  const peer = peerOf(socket);
  const isProxy = headers["x-real-ip"] !== undefined || headers.forwarded !== undefined;
  if (isProxy && !isTrustedProxy(peer ?? undefined, env().TRUSTED_PROXIES)) noteUntrustedProxy(peer);
  return peer;
}

function forwardedAddress(socket: Peer, forwarded: string): string | null {
  const { TRUSTED_PROXIES } = env();
  const peer = peerOf(socket);
  if (TRUSTED_PROXIES.length > 0 && isTrustedProxy(peer ?? undefined, TRUSTED_PROXIES))
    return clientAddress(socket.remoteAddress, forwarded, TRUSTED_PROXIES);
  noteUntrustedProxy(peer);
  return peer;
}

const peerOf = (socket: Peer) => peers.get(socket) ?? rememberPeer(socket);

function rememberPeer(socket: Peer): string | null {
  const peer = normalize(socket.remoteAddress);
  if (peer !== null) peers.set(socket, peer);
  return peer;
}

/** Headers in which a proxy says for whom it asks. */
const FORWARDING = ["x-forwarded-for", "forwarded", "x-real-ip"] as const;

/**
 * The client's address of a received message if it is certain, else null: where an untrusted peer sends a forwarding
 * header, the request may come from anywhere.
 */
export function certainMessageAddress({ socket, headers }: ReceivedMessage): string | null {
  const forwardedFor = headers["x-forwarded-for"];
  return certainAddress(socket.remoteAddress, forwardedFor === undefined ? null : String(forwardedFor), {
    trusted: env().TRUSTED_PROXIES,
    forwards: FORWARDING.some((name) => headers[name] !== undefined),
  });
}

/** The client's address on either mount if it is certain, else null. Pass `incoming` where the mount has it. */
export function certainAddressOf(headers: HeaderReader, incoming?: ReceivedMessage): string | null {
  return incoming ? certainMessageAddress(incoming) : readAddressHeader(headers, CERTAIN_ADDRESS_HEADER);
}

/** The client's address on either mount. Pass `incoming` where the mount has it. */
export function addressOf(headers: HeaderReader, incoming?: ReceivedMessage): string | null {
  return incoming ? messageAddress(incoming) : requestAddress(headers);
}
