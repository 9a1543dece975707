import type { IncomingMessage } from "node:http";
import { env } from "../env";
import { processWide } from "../runtime";
import { clientAddress, normalize } from "./address";

/** The header in which server.ts hands the client's address to Next. It overwrites whatever the client sent. */
export const ADDRESS_HEADER = "x-latchkey-address";

/** Whether server.ts stands in front of Next in this process; only then does its header say anything. */
export const front = () => processWide("front", () => ({ present: false }));

/** The client's address of a request that came through Next, or null where nothing trustworthy tells it. */
export function requestAddress(headers: Headers): string | null {
  if (process.env.VERCEL) return normalize(headers.get("x-vercel-forwarded-for")?.split(",")[0]?.trim() ?? headers.get("x-real-ip") ?? undefined);
  return front().present ? normalize(headers.get(ADDRESS_HEADER) ?? undefined) : null;
}

/** The client's address of a message on node:http: its socket's, or what a trusted proxy says. */
export function messageAddress({ socket, headers }: IncomingMessage): string | null {
  const forwarded = headers["x-forwarded-for"];
  return clientAddress(socket.remoteAddress, forwarded === undefined ? null : String(forwarded), env().TRUSTED_PROXIES);
}

/** The client's address on either mount; `incoming` where there is one. */
export function addressOf(headers: Headers, incoming?: IncomingMessage): string | null {
  return incoming ? messageAddress(incoming) : requestAddress(headers);
}
