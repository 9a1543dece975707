import type { IncomingMessage, ServerResponse } from "node:http";
import { FORWARD_AUTH } from "../oauth/forward-auth";

/**
 * How long bytes of an unread body are discarded before the connection is closed, in ms. A connection that is closed
 * with bytes unread is reset, and the client might lose the answer.
 */
const DISCARDED_MS = 500;

/** Whether the request is answered from its headers alone. Gateways send a client's headers without its body. */
export function isAnsweredWithoutBody(method: string | undefined, path: string): boolean {
  return method === "GET" || method === "HEAD" || path === FORWARD_AUTH;
}

/** Whether the headers say that a body follows. */
export function announcesBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/**
 * Discards the body of a request that is answered without it, and closes the connection after the answer: the bytes
 * that follow may be the announced body or another request.
 */
export function discardBody(incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.shouldKeepAlive = false;
  incoming.resume();
  const end = outgoing.end.bind(outgoing) as () => ServerResponse;
  outgoing.end = ((body?: string | Uint8Array) => {
    if (body === undefined) outgoing.flushHeaders();
    else outgoing.write(body);
    afterBody(incoming, end);
    return outgoing;
  }) as ServerResponse["end"];
}

/** Calls `then` once the body has arrived, the client has gone, or it took too long. */
function afterBody(incoming: IncomingMessage, then: () => void): void {
  if (incoming.readableEnded || incoming.destroyed) return then();
  const timer = setTimeout(done, DISCARDED_MS);
  function done() {
    clearTimeout(timer);
    incoming.off("close", done).off("end", done);
    then();
  }
  incoming.once("close", done).once("end", done);
}
