import type { IncomingMessage } from "node:http";
import { warnOfForeignOrigin } from "../platform/http/foreign-origin";
import { isSameOrigin, originNamed } from "../platform/http/same-origin";
import { isApi } from "../api/paths";

/** The response to a refused request. */
export interface Refusal {
  readonly status: number;
  readonly text: string;
  readonly allow?: string;
}

export const UNREADABLE: Refusal = { status: 400, text: "The request could not be understood." };

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
const UNSERVED = new Set(["TRACE", "TRACK", "CONNECT"]);
/** The methods that any resource may have, for Allow. */
export const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
/** Of methods that no resource has. */
export const UNSUPPORTED: Refusal = { status: 405, text: "This method is not supported.", allow: METHODS };

const MAX_URL_LENGTH = 8_192;

/** Why a request is refused, or null. `path` has no query string. */
export function refusalOf(request: IncomingMessage, path: string, origin: () => string | null): Refusal | null {
  return requestRefusalOf(request, path) ?? (isApi(path) ? null : pageRefusalOf(request, path, origin));
}

/** The part of a message of node:http that decides whether it is refused. */
export type RefusableRequest = Pick<IncomingMessage, "method" | "url" | "headers" | "rawHeaders" | "httpVersion">;

/** Checks that apply to the API and the console. */
export function requestRefusalOf(
  { method = "GET", url = "/", headers, rawHeaders, httpVersion }: RefusableRequest,
  path: string,
): Refusal | null {
  if (UNSERVED.has(method)) return UNSUPPORTED;
  if (url.length > MAX_URL_LENGTH) return { status: 414, text: "The address is too long." };
  if (hosts(rawHeaders) > 1) return { status: 400, text: "The Host header was sent more than once." };
  if (headers.host === undefined && httpVersion === "1.1") return { status: 400, text: "The Host header is missing." };
  if (headers.host !== undefined && originNamed("http", headers.host) === null)
    return { status: 400, text: "The Host header names no host." };
  if (!path.startsWith("/")) return UNREADABLE;
  return null;
}

/** The number of Host headers. With two, a proxy in front may have used the other one (RFC 9112 section 3.2). */
function hosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]?.length === 4 && rawHeaders[i]?.toLowerCase() === "host") count += 1;
  return count;
}

/** Checks for the console: a request that may change state must come from our own pages. */
function pageRefusalOf(
  { headers, method = "GET" }: IncomingMessage,
  path: string,
  origin: () => string | null,
): Refusal | null {
  if (!SAFE.has(method) && !isSameOrigin(headers.origin ?? "", origin())) {
    warnOfForeignOrigin(headers.origin ?? null, origin());
    return { status: 403, text: "This request did not come from a page of Latchkey." };
  }
  if (headers["transfer-encoding"] !== undefined) return { status: 411, text: "Send the length of the body." };
  return isDecodable(path) ? null : UNREADABLE;
}

/** Whether a path's percent-encoding is complete and UTF-8. Next would answer 500 where a segment is a parameter. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
