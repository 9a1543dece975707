import { LRUCache } from "lru-cache";
import { SharedTimeout } from "../../platform/db/shared-timeout";
import { PACE } from "../../platform/http/body";
import type { ReceivedMessage } from "../../platform/http/received-message";
import { whenSettled } from "../../platform/maybe-promise";
import type { Mount } from "../context";
import { MAX_FORM_BYTES, isForm } from "../form-type";
import { handle } from "../handle";
import { INTROSPECTION } from "../oauth/introspect";
import { answerCheck, type Check, checkAt, type PlainAnswer } from "./direct";
import { isAnsweredWithoutBody } from "./unread-body";

/** A request on Bun, as its server hands it over. */
export interface BunRequest {
  readonly request: Request;
  /** Without the query. */
  readonly path: string;
  /** The peer's address. */
  readonly peer: string | undefined;
}

/**
 * Answers an API request on Bun. Checks go past Hono, as on node:http. Bun joins a header that was sent twice by a
 * comma, so a second token is visible on both ways.
 */
export function answerOnBun(received: BunRequest): Response | Promise<Response> {
  const answer = route(received);
  return announcesUnreadBody(received) ? whenSettled(answer, closing) : answer;
}

function route({ request, path, peer }: BunRequest): Response | Promise<Response> {
  const incoming = new BunMessage(request.headers, peer);
  const check = checkAt(request.method, path);
  if (check === undefined) return handle(request, { incoming });
  if (path !== INTROSPECTION) return answerDirectly(check, request, incoming);
  if (!hasSmallForm(request.headers)) return handle(request, { incoming });
  return readSmallForm(request).then((read) => answerDirectly(check, request, Object.assign(incoming, read)));
}

function answerDirectly(
  check: Check,
  { url, headers }: Request,
  incoming: NonNullable<Mount["incoming"]>,
): Response | Promise<Response> {
  return whenSettled(answerCheck(check, { url, headers, incoming }), toResponse);
}

const toResponse = ({ body, status, headers }: PlainAnswer) => new Response(body, { status, headers });

/** Whether a body is announced that nobody reads. What follows may be that body or, from a gateway, a request. */
function announcesUnreadBody({ request: { method, headers }, path }: BunRequest): boolean {
  if (!isAnsweredWithoutBody(method, path)) return false;
  return Number(headers.get("content-length") ?? 0) > 0 || headers.get("transfer-encoding") !== null;
}

/** The response, after which the connection is closed. */
function closing(response: Response): Response {
  response.headers.set("connection", "close");
  return response;
}

/** The HTTP parser enforces Content-Length, so no more than that is kept in memory. */
function hasSmallForm(headers: Headers): boolean {
  return isForm(headers.get("content-type")) && Number(headers.get("content-length") ?? Infinity) <= MAX_FORM_BYTES;
}

/** A small form is at most one step of the pace, so it must be there when that step is over. */
const timeout = new SharedTimeout(PACE.ms);

/** The form, or that it did not come in time, or not to its end. */
function readSmallForm(request: Request): Promise<{ rawBody: Buffer } | { tooSlow: true }> {
  return new Promise((resolve) => {
    const giveUp = () => resolve({ tooSlow: true });
    const end = timeout.begin(giveUp);
    const read = (bytes: ArrayBuffer) => {
      end();
      resolve({ rawBody: Buffer.from(bytes) });
    };
    const gone = () => {
      end();
      giveUp();
    };
    request.arrayBuffer().then(read, gone);
  });
}

/** The headers that tell where a request came from, each read when it is needed. */
class BunHeaders {
  constructor(private readonly headers: Headers) {}

  get host() {
    return this.#read("host");
  }

  get forwarded() {
    return this.#read("forwarded");
  }

  get "x-real-ip"() {
    return this.#read("x-real-ip");
  }

  get "x-forwarded-for"() {
    return this.#read("x-forwarded-for");
  }

  get "x-forwarded-host"() {
    return this.#read("x-forwarded-host");
  }

  get "x-forwarded-proto"() {
    return this.#read("x-forwarded-proto");
  }

  #read(name: string): string | undefined {
    return this.headers.get(name) ?? undefined;
  }
}

/** Peers by address, so that what is known of one is kept with the object. */
const peers = new LRUCache<string, ReceivedMessage["socket"]>({ max: 5_000 });

function peerAt(address = ""): ReceivedMessage["socket"] {
  const known = peers.get(address);
  if (known) return known;
  const peer = { remoteAddress: address };
  peers.set(address, peer);
  return peer;
}

class BunMessage implements ReceivedMessage {
  readonly headers: BunHeaders;
  readonly socket: ReceivedMessage["socket"];

  constructor(headers: Headers, peer: string | undefined) {
    this.headers = new BunHeaders(headers);
    this.socket = peerAt(peer);
  }
}
