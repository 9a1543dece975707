import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { env } from "../env";
import { processWide } from "../process-wide";
import { clientAddress, isTrustedProxy, normalize } from "./ip-address";
import { noteUntrustedProxy } from "./untrusted-proxy";
import type { HeaderReader } from "./header-reader";

/** The header in which server.ts hands the client's address to Next. It overwrites whatever the client sent. */
export const ADDRESS_HEADER = "x-latchkey-address";

const addressHeader = () => processWide("address-header", () => ({ trusted: false }));

/** Trusts ADDRESS_HEADER in this process. For server.ts, which overwrites the header on every request. */
export function trustAddressHeader(): void {
  addressHeader().trusted = true;
}

/** Whether ADDRESS_HEADER can be trusted: only if server.ts receives this process's requests. */
export function addressHeaderTrusted(): boolean {
  return addressHeader().trusted;
}

/** The client's address of a request that came through Next, or null if there is no trustworthy source. */
export function requestAddress(headers: HeaderReader): string | null {
  if (process.env.VERCEL)
    return normalize(
      headers.get("x-vercel-forwarded-for")?.split(",")[0]?.trim() ?? headers.get("x-real-ip") ?? undefined,
    );
  return addressHeaderTrusted() ? normalize(headers.get(ADDRESS_HEADER) ?? undefined) : null;
}

/** The canonical address of each open connection's peer. */
const peers = new WeakMap<Socket, string>();

/** The client's address of a node:http request: the socket's peer, or the address that a trusted proxy reports. */
export function messageAddress({ socket, headers }: IncomingMessage): string | null {
  const forwarded = headers["x-forwarded-for"];
  return forwarded === undefined ? peerOf(socket) : forwardedAddress(socket, String(forwarded));
}

function forwardedAddress(socket: Socket, forwarded: string): string | null {
  const { TRUSTED_PROXIES } = env();
  const peer = peerOf(socket);
  if (TRUSTED_PROXIES.length > 0 && isTrustedProxy(peer ?? undefined, TRUSTED_PROXIES))
    return clientAddress(socket.remoteAddress, forwarded, TRUSTED_PROXIES);
  noteUntrustedProxy(peer);
  return peer;
}

const peerOf = (socket: Socket) => peers.get(socket) ?? rememberPeer(socket);

function rememberPeer(socket: Socket): string | null {
  const peer = normalize(socket.remoteAddress);
  if (peer !== null) peers.set(socket, peer);
  return peer;
}

/** The client's address on either mount. Pass `incoming` on node:http. */
export function addressOf(headers: HeaderReader, incoming?: IncomingMessage): string | null {
  return incoming ? messageAddress(incoming) : requestAddress(headers);
}
