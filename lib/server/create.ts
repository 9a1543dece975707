import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { isNextAuthPath } from "../account/next-auth-paths";
import { isApi } from "../api/paths";
import { withOutage } from "../platform/db/outage";
import { logAccess, type AccessKind } from "../platform/http/access-log";
import { messageAddress } from "../platform/http/client-address";
import { log } from "../platform/log";
import { pageHeaders } from "../platform/http/security-headers";
import { messageOrigin, servedOverHttps } from "../platform/http/served-origin";
import { nextRequestId, withRequest } from "../platform/request-context";
import { answerOutage } from "./answer-outage";
import { overwriteForwarded } from "./forwarded";
import { logPage } from "./log-page";
import { hasBody, receivePageBody } from "./page-body";
import { METHODS, refusalOf, requestRefusalOf, type Refusal, UNREADABLE } from "./refusal";
import { refuse, refuseBroken, refuseConnect } from "./refuse";
import { normalizeTarget } from "./request-target";
import { refuseBody } from "./refuse-body";
import { sendStaticFile, type StaticFiles } from "./static-files";

/** Times in ms. A report of 20 MB may take a while on a slow line. */
export const LIMITS = {
  headersTimeout: 15_000,
  requestTimeout: 120_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
};
/** Node would refuse a request without Host with an empty body. */
const OPTIONS = { ...LIMITS, requireHostHeader: false };

export interface ServerHandlers {
  /** Handles API paths; null passes them to Next too. */
  readonly api: RequestListener | null;
  /** Next's static files that are served without Next. */
  readonly files: StaticFiles;
  /** Next. */
  readonly pages: RequestListener;
  /** Whether Next can parse a request's headers. It would answer others with 500. */
  readonly readable?: (headers: IncomingHttpHeaders) => boolean;
}

/** Creates the server. It already refuses malformed messages, and handles requests once `serve` is called. */
export function createFront(): Server {
  const server = createServer(OPTIONS);
  server.on("clientError", refuseBroken);
  server.on("connect", (_request, socket) => refuseConnect(socket));
  return server;
}

/**
 * Routes API paths to the API app, compressed static files to `files`, and everything else to Next. All requests are
 * checked first.
 */
export function serve(server: Server, { api, files, pages, readable }: ServerHandlers): void {
  server.on("request", (request, response) => {
    if (isAboutServer(request)) return answerAboutServer(request, response);
    normalizeTarget(request);
    const path = pathOf(request);
    const refusal = refusalOf(request, path, () => messageOrigin(request));
    if (refusal) return refuseRequest(request, response, refusal);
    if (api && isApi(path)) return api(request, response);
    if (sendStaticFile(files, request, response, path)) return logAnswered("file", request, response, path);
    if (readable?.(request.headers) === false) return refuseRequest(request, response, UNREADABLE);
    if (isApi(path) || !hasBody(request)) return servePage(request, response, path, pages);
    void receiveThenServe(request, response, path, pages);
  });
}

async function receiveThenServe(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  pages: RequestListener,
): Promise<void> {
  try {
    const received = await receivePageBody(request, response, path);
    if (received?.ok) return servePage(received.request, response, path, pages);
    if (!received) return;
    refuseBody(request, response, received);
    logAnswered("refused", request, response, null);
  } catch (error) {
    log.error({ err: error }, "the body of a request to a page could not be received");
    response.destroy();
  }
}

/** Serves only the API. All other paths are its 404. */
export function serveApiAlone(server: Server, api: RequestListener): void {
  server.on("request", (request, response) => {
    if (isAboutServer(request)) return answerAboutServer(request, response);
    normalizeTarget(request);
    const refusal = requestRefusalOf(request, pathOf(request));
    if (refusal) return refuseRequest(request, response, refusal);
    api(request, response);
  });
}

/** `OPTIONS *` asks about the server, not about a resource (RFC 9110 section 9.3.7). */
const isAboutServer = ({ method, url }: IncomingMessage): boolean => method === "OPTIONS" && url === "*";

function answerAboutServer(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(204, { allow: METHODS, "cache-control": "no-store", ...pageHeaders(servedOverHttps()) }).end();
  logAnswered("refused", request, response, null);
}

/** The path as the log names it. Below /api/auth/ only those that there are: another may hold anything. */
const routeOf = (path: string): string =>
  path.startsWith("/api/auth/") && !isNextAuthPath(path) ? "/api/auth/[unknown]" : path;

/** Passes a request to Next, with a request context for its log lines. API paths get theirs from the API app. */
function servePage(request: IncomingMessage, response: ServerResponse, path: string, pages: RequestListener): void {
  const address = messageAddress(request);
  overwriteForwarded(request, messageOrigin(request)); // from here on, the headers contain verified values
  const answer = () =>
    withOutage((outage) => {
      answerOutage(request, response, outage);
      pages(request, response);
    });
  if (isApi(path)) return answer();
  const context = { id: nextRequestId(), route: routeOf(path), gone: whenGone(response) };
  response.setHeader("x-request-id", context.id);
  logPage({ method: request.method ?? "", address, context }, response);
  withRequest(context, answer);
}

/** Aborts when the connection ends before the response is complete. */
function whenGone(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

function refuseRequest(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  refuse(response, refusal);
  logAnswered("refused", request, response, null);
}

/** Writes an access log line for a request that was answered without Next. */
function logAnswered(kind: AccessKind, request: IncomingMessage, response: ServerResponse, route: string | null): void {
  logAccess(kind, {
    context: { id: nextRequestId(), route },
    method: request.method ?? "",
    status: response.statusCode,
    startedAt: performance.now(),
    address: messageAddress(request),
  });
}

function pathOf({ url = "/" }: IncomingMessage): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}
