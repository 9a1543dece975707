import type { IncomingMessage } from "node:http";
import { readSessionClaims } from "../../access/session/session-claims";
import { env } from "../../platform/env";
import { messageAddress } from "../../platform/http/client-address";
import { addressBlock } from "../../platform/http/ip-address";
import { sessionCookieName } from "../../platform/http/session-cookie";
import { processWide } from "../../platform/process-wide";
import { Arrivals } from "./arrivals";

/** In bytes. Two uploads of the maximum size for each person. */
const PEOPLE = { total: 128 * 1024 * 1024, perKey: 12 * 1024 * 1024 };
/** In bytes, of which an address has eight forms of the maximum size, or a thousand of the usual one. */
const VISITORS = { total: 16 * 1024 * 1024, perKey: 1024 * 1024 };

/** Who sends a body, and the memory that it counts toward. */
export interface Sender {
  readonly isSignedIn: boolean;
  readonly key: string;
  readonly arrivals: Arrivals;
}

/**
 * The sender of a request to a page. People with a session cookie have memory of their own, so that visitors cannot
 * crowd them out, even behind a proxy that hides all addresses. Visitors share that of their address; an IPv6 address
 * counts as its /48. The session may have ended: only the page asks the database.
 */
export async function senderOf(request: IncomingMessage): Promise<Sender> {
  const claims = await readSessionClaims(cookieOf(request, sessionCookieName(env())));
  if (claims?.sub !== undefined) return { isSignedIn: true, key: claims.sub, arrivals: people() };
  return { isSignedIn: false, key: addressBlock(messageAddress(request), 48), arrivals: visitors() };
}

const people = () => processWide("bodies of people", () => new Arrivals(PEOPLE));
const visitors = () => processWide("bodies of visitors", () => new Arrivals(VISITORS));

function cookieOf({ headers }: IncomingMessage, name: string): string | undefined {
  const cookies = (headers.cookie ?? "").split(";").map((cookie) => cookie.trim());
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
}
