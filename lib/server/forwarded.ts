import type { IncomingMessage } from "node:http";
import { ORIGIN_HEADER } from "../platform/http/same-origin";
import {
  ADDRESS_HEADER,
  CERTAIN_ADDRESS_HEADER,
  certainMessageAddress,
  messageAddress,
} from "../platform/http/client-address";

/** Headers that a client could use to pose as a proxy or as the hosting platform. */
const SPOOFABLE = /^(?:forwarded|x-forwarded-.+|x-real-ip|x-vercel-.+|x-middleware-.+|x-nextjs-.+|x-latchkey-.+)$/;
/** Exceptions that Next's own client sends. */
const OF_NEXT = new Set(["x-nextjs-data", "x-nextjs-html-request-id", "x-nextjs-request-id"]);

/**
 * Overwrites the headers about the client's address and the origin with verified values, because Next and next-auth
 * trust them.
 */
export function overwriteForwarded(request: IncomingMessage, origin: string | null): void {
  const address = messageAddress(request);
  const certain = certainMessageAddress(request);
  const { headers } = request;
  for (const name of Object.keys(headers)) if (SPOOFABLE.test(name) && !OF_NEXT.has(name)) delete headers[name];
  if (address !== null) headers[ADDRESS_HEADER] = headers["x-forwarded-for"] = address;
  if (certain !== null) headers[CERTAIN_ADDRESS_HEADER] = certain;
  if (origin === null) return;
  headers[ORIGIN_HEADER] = origin;
  const { host, protocol } = new URL(origin);
  headers["x-forwarded-host"] = host;
  headers["x-forwarded-proto"] = protocol.slice(0, -1);
}
