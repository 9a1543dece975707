import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { originNamed } from "../../platform/http/same-origin";
import type { HeaderReader } from "../../platform/http/header-reader";
import { UNCOUNTED, type Accepted } from "../../access/uses";
import { whenSettled } from "../../platform/maybe-promise";
import { withRequest } from "../../platform/request-context";
import type { HttpExchange, Mount, Trace } from "../context";
import { answerError } from "../fallback";
import { note, startTrace } from "../handle";
import { FORWARD_AUTH, forwardAuth } from "../oauth/forward-auth";
import { INTROSPECTION, introspection } from "../oauth/introspect";
import { pathOf } from "./path";
import type { ReadMessage } from "./small-form";

export interface Check {
  readonly method: "GET" | "POST";
  readonly route: string;
  readonly answer: (c: HttpExchange) => Response | Promise<Response>;
}

/** The routes that gateways and services call for each of their requests. */
const CHECKS = new Map<string, Check>([
  [FORWARD_AUTH, { method: "GET", route: FORWARD_AUTH, answer: forwardAuth }],
  [INTROSPECTION, { method: "POST", route: INTROSPECTION, answer: introspection }],
]);

/**
 * Calls a check's handler directly, without Hono and its adapter, which cost as much as the check itself
 * (docs/decisions/0029-what-a-check-costs-on-each-mount.md). Only for requests that need no interpretation: those that
 * the adapter would refuse, join or read are left to it. Returns whether it responded.
 */
export function answerDirectly(incoming: ReadMessage, outgoing: ServerResponse): boolean {
  const { method, url = "" } = incoming;
  const check = checkAt(method, pathOf(url));
  if (check === undefined || !isPlain(incoming)) return false;
  const headers = new PlainHeaders(incoming.headers);
  void whenSettled(answerCheck(check, { url, headers, incoming }), (answer) => sendAnswer(outgoing, answer));
  return true;
}

/** The check that a method and a path ask for. */
export function checkAt(method: string | undefined, path: string): Check | undefined {
  const check = CHECKS.get(path);
  return check?.method === method ? check : undefined;
}

/** A request for a check on any server. */
export interface CheckRequest extends Required<Pick<Mount, "incoming">> {
  /** Absolute, or the request target as sent. */
  readonly url: string;
  /** Each header once, or joined by commas. */
  readonly headers: HeaderReader;
}

/** Runs a check, counts it and logs it. */
export function answerCheck(check: Check, request: CheckRequest): PlainAnswer | Promise<PlainAnswer> {
  const trace = startTrace(check.route);
  const exchange = new PlainExchange(request, trace);
  const answer = withRequest(trace, () => answerOf(check, exchange));
  const { headers, incoming } = request;
  return whenSettled(answer, (settled) => note({ method: check.method, headers, incoming }, trace, settled));
}

/** A host name or an IPv4 address, with or without a port. */
const PLAIN_HOST = /^[a-z0-9.-]+(?::\d+)?$/;

function isPlain({ headers, rawHeaders, rawBody }: ReadMessage): boolean {
  const hasBody = headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
  return (
    hasBody === (rawBody !== undefined) && isPlainHost(headers.host ?? "") && countOf(headers) * 2 === rawHeaders.length
  );
}

const isPlainHost = (host: string) => PLAIN_HOST.test(host) && originNamed("http", host) !== null;

/**
 * The number of headers that Node.js kept. If it is lower than the number sent, one came twice: Node.js keeps only the
 * first, but a second token must be noticed (docs/decisions/0007).
 */
function countOf(headers: IncomingHttpHeaders): number {
  let count = 0;
  for (const _ in headers) count += 1;
  return count;
}

/** A response in the form that servers need. */
export class PlainAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(
    readonly body: string | null,
    { status, headers }: { status: number; headers: Record<string, string> },
  ) {
    this.status = status;
    this.headers = headers;
  }
}

class PlainHeaders implements HeaderReader {
  constructor(private readonly headers: IncomingHttpHeaders) {}

  get(name: string): string | null {
    const value = this.headers[name];
    return typeof value === "string" ? value : null;
  }
}

class PlainRequest {
  readonly url: string;
  readonly raw: HttpExchange["req"]["raw"];

  constructor({ url, headers }: CheckRequest) {
    this.url = url;
    this.raw = { headers, body: null };
  }
}

class PlainExchange implements HttpExchange {
  readonly req: PlainRequest;
  readonly env: HttpExchange["env"];
  #use: Accepted = UNCOUNTED;

  constructor(request: CheckRequest, trace: Trace) {
    this.req = new PlainRequest(request);
    this.env = { incoming: request.incoming, Response: PlainAnswer as unknown as typeof Response, trace };
  }

  get(): Accepted {
    return this.#use;
  }

  set(_: "use", use: Accepted): void {
    this.#use = use;
  }
}

function answerOf({ answer }: Check, c: HttpExchange): PlainAnswer | Promise<PlainAnswer> {
  try {
    const answered = answer(c);
    return (answered instanceof Promise
      ? answered.catch((error: unknown) => answerError(error, c))
      : answered) as unknown as PlainAnswer | Promise<PlainAnswer>;
  } catch (error) {
    return answerError(error, c) as unknown as PlainAnswer;
  }
}

function sendAnswer(outgoing: ServerResponse, { status, headers, body }: PlainAnswer): void {
  headers["content-length"] = String(body === null ? 0 : Buffer.byteLength(body));
  outgoing.writeHead(status, headers);
  outgoing.end(body ?? undefined);
}
