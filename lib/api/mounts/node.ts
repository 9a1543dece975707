import type { RequestListener } from "node:http";
import { getRequestListener, RequestError } from "@hono/node-server";
import type { HttpExchange } from "../context";
import { answerError } from "../fallback";
import { handle, startTrace } from "../handle";
import { problem } from "../problem";
import { answerDirectly } from "./direct";
import { pathOf } from "./path";
import { withSmallForm } from "./small-form";
import { announcesBody, discardBody, isAnsweredWithoutBody } from "./unread-body";

/** The API app as a request listener of node:http: the fastest mount. */
export function apiListener(): RequestListener {
  const Light = lightResponse();
  const listener = getRequestListener((request, { incoming }) => handle(request, { incoming, Response: Light }), {
    overrideGlobalObjects: false,
    errorHandler: answerUnreadable,
  });
  return (incoming, outgoing) => {
    const answer = () => {
      if (!answerDirectly(incoming, outgoing)) void listener(incoming, outgoing);
    };
    if (!isAnsweredWithoutBody(incoming.method, pathOf(incoming.url ?? ""))) return withSmallForm(incoming, answer);
    if (announcesBody(incoming)) discardBody(incoming, outgoing);
    answer();
  };
}

/** Responds to requests that the adapter cannot parse: an invalid target or Host. Other errors are unexpected. */
function answerUnreadable(error: unknown): Response {
  const trace = { ...startTrace(null), route: "" };
  const c: HttpExchange = { req: NO_REQUEST, env: { trace }, get: () => undefined, set: () => undefined };
  if (error instanceof RequestError) return problem(c, "invalid_request", { detail: error.message });
  return answerError(error, c);
}

const NO_REQUEST: HttpExchange["req"] = {
  url: "/",
  raw: { headers: new Headers(), body: null },
};

/**
 * The adapter's own Response, which writes a plain header object straight to the socket. The adapter provides it only
 * by replacing the global class, which Next needs in the same process. So the class is read and the global restored in
 * one synchronous step.
 */
function lightResponse(): typeof Response {
  const own = (["Request", "Response"] as const).map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );
  getRequestListener(() => new Response());
  const Light = globalThis.Response;
  for (const [name, descriptor] of own) if (descriptor) Object.defineProperty(globalThis, name, descriptor);
  return Light;
}
