import type { RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { handle } from "../handle";
import { answerDirectly } from "./direct";
import { withSmallForm } from "./small-form";
import { announcesBody, discardBody, isAnsweredWithoutBody } from "./unread-body";

/** The API app as a listener on node:http: the lean mount. */
export function apiListener(): RequestListener {
  const Light = lightResponse();
  const listener = getRequestListener(
    (request, { incoming }) => handle(request, { incoming: incoming as never, Response: Light }),
    { overrideGlobalObjects: false },
  );
  return (incoming, outgoing) => {
    const answer = () => {
      if (!answerDirectly(incoming, outgoing)) void listener(incoming, outgoing);
    };
    if (!isAnsweredWithoutBody(incoming)) return withSmallForm(incoming, answer);
    if (announcesBody(incoming)) discardBody(incoming, outgoing);
    answer();
  };
}

/**
 * The adapter's own Response, which writes a plain header object straight to the socket. The adapter offers it only by
 * replacing the global class, which Next, in the same process, must keep: so it is taken, and the global put back, in
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
