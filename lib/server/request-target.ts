import type { IncomingMessage } from "node:http";
import { isIPv6, type Socket } from "node:net";

const ABSOLUTE = /^https?:\/\/([^/?#]*)([^#]*)$/i;
/**
 * A path segment that is `.` or `..`, also percent-encoded, and the backslash that the URL parser takes for a slash.
 */
const DOT_SEGMENT = /(?:^|[/\\])(?:\.|%2e){1,2}(?:[/\\]|$)/i;

/**
 * Brings a request's target into the one form that everything behind reads: origin-form, without dot segments, and with
 * a Host. Absolute-form is accepted, and its authority replaces the Host header (RFC 9112 section 3.2.2). HTTP/1.0
 * needs no Host: it becomes the address that the connection came to (section 3.3).
 */
export function normalizeTarget(request: IncomingMessage): void {
  const [, authority, rest] = ABSOLUTE.exec(request.url ?? "") ?? [];
  if (authority !== undefined && rest !== undefined) {
    request.headers.host = authority;
    request.url = rest.startsWith("/") ? rest : `/${rest}`;
  }
  request.url = withoutDotSegments(request.url ?? "/");
  if (request.headers.host === undefined && request.httpVersion === "1.0")
    request.headers.host = addressOf(request.socket);
}

function withoutDotSegments(target: string): string {
  const end = target.indexOf("?");
  const path = end === -1 ? target : target.slice(0, end);
  if (!path.startsWith("/") || !DOT_SEGMENT.test(path)) return target;
  return new URL(`http://host${path}`).pathname + (end === -1 ? "" : target.slice(end));
}

function addressOf({ localAddress = "localhost", localPort }: Socket): string {
  const host = isIPv6(localAddress) ? `[${localAddress}]` : localAddress;
  return localPort === undefined ? host : `${host}:${localPort}`;
}
