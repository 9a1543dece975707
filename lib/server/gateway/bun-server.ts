import { answerOnBun } from "../../api/mounts/bun";
import { pathOf } from "../../api/mounts/path";
import { answerError } from "../../api/fallback";
import { startTrace } from "../../api/handle";
import { logAccess } from "../../platform/http/access-log";
import { normalize } from "../../platform/http/ip-address";
import { nextRequestId } from "../../platform/request-context";
import { LIMITS } from "../create";
import { requestRefusalOf, type Refusal } from "../refusal";
import { refusalBody, refusalHeaders } from "../refuse";
import type { StoppableServer } from "../shutdown";

/** The part of Bun's server that is used here. Times in seconds. */
interface BunServer {
  readonly hostname: string;
  readonly port: number;
  readonly pendingRequests: number;
  requestIP(request: Request): { readonly address: string } | null;
  timeout(request: Request, seconds: number): void;
  stop(closeActiveConnections?: boolean): Promise<void>;
}

interface BunOptions {
  readonly hostname: string;
  readonly port: number;
  readonly reusePort: boolean;
  readonly idleTimeout: number;
  readonly maxRequestBodySize: number;
  readonly development: boolean;
  fetch(request: Request, server: BunServer): Response | Promise<Response>;
  error(error: Error): Response;
}

declare const Bun: { serve(options: BunOptions): BunServer };

/** Bun refuses a longer body by itself; `readBody` reads no more than that either. In bytes. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** In seconds, as Bun counts. Without `timeout`, bytes that trickle in do not put off a connection's end. */
const SECONDS = {
  headers: LIMITS.headersTimeout / 1_000,
  request: LIMITS.requestTimeout / 1_000,
};

/**
 * Serves the API by `Bun.serve`. Each worker has a listening socket of its own on the port, and the kernel spreads the
 * connections over them. Throws if another program has the port.
 */
export function listenOnBun(hostname: string, port: number): StoppableServer & { address(): object } {
  const server = Bun.serve({
    hostname,
    port,
    reusePort: true,
    idleTimeout: SECONDS.headers,
    maxRequestBodySize: MAX_BODY_BYTES,
    development: false,
    fetch: answer,
    error: answerFault,
  });
  return {
    address: () => ({ address: server.hostname, port: server.port }),
    close: (done) => void server.stop().then(done),
    closeIdleConnections: () => void (server.pendingRequests === 0 && server.stop(true)),
    closeAllConnections: () => void server.stop(true),
  };
}

function answer(received: Request, server: BunServer): Response | Promise<Response> {
  server.timeout(received, SECONDS.request); // also until the next request on the connection
  const request = withHost(received, server);
  const target = targetOf(request.url);
  const path = pathOf(target);
  const peer = server.requestIP(received)?.address;
  const refusal = refusalOf(request, target, path);
  return refusal ? refuse(request, refusal, peer) : answerOnBun({ request, path, peer });
}

/** HTTP/1.0 needs no Host (RFC 9112 section 3.3); without one, Bun leaves the URL relative, which Hono cannot read. */
function withHost(request: Request, { hostname, port }: BunServer): Request {
  if (!request.url.startsWith("/") || request.headers.get("host") !== null) return request;
  return new Request(`http://${hostname}:${port}${request.url}`, request);
}

/** The path and the query of a URL; that of CONNECT is no path, and stays as it is. */
function targetOf(url: string): string {
  const start = url.startsWith("http") ? url.indexOf("/", "https://".length) : 0;
  return start === 0 ? url : url.slice(start);
}

/** Bun itself refuses a request of HTTP/1.1 without Host, and joins two by a comma, which is no host. */
function refusalOf({ method, headers }: Request, url: string, path: string): Refusal | null {
  const host = headers.get("host") ?? undefined;
  return requestRefusalOf({ method, url, headers: { host }, rawHeaders: [], httpVersion: "1.0" }, path);
}

function refuse(request: Request, refusal: Refusal, peer: string | undefined): Response {
  logAccess("refused", {
    context: { id: nextRequestId(), route: null },
    method: request.method,
    status: refusal.status,
    startedAt: performance.now(),
    address: normalize(peer),
  });
  return new Response(refusalBody(refusal), { status: refusal.status, headers: refusalHeaders(refusal) });
}

/** Responds to what no handler has caught. */
function answerFault(error: Error): Response {
  const trace = { ...startTrace(null), route: "" };
  const raw = { headers: new Headers(), body: null };
  return answerError(error, { req: { url: "/", raw }, env: { trace }, get: () => undefined, set: () => undefined });
}
