import type { IncomingMessage } from "node:http";
import { SharedTimeout } from "../../platform/db/shared-timeout";
import { PACE } from "../../platform/http/body";
import { MAX_FORM_BYTES, isForm } from "../form-type";

/**
 * A message whose body may have been read: `rawBody` is where the adapter looks for it before it reads itself.
 * `tooSlow` if the body was given up.
 */
export type ReadMessage = IncomingMessage & { rawBody?: Buffer; tooSlow?: boolean };

/** A small form is at most one step of the pace, so it must be there when that step is over. */
const timeout = new SharedTimeout(PACE.ms);

/**
 * Reads a small form before `then` is called. Any other body is left to be read as it arrives. If the client goes away,
 * `then` is not called: no answer can reach it.
 */
export function withSmallForm(incoming: ReadMessage, then: () => void): void {
  if (!hasSmallForm(incoming)) return then();
  const chunks: Buffer[] = [];
  const end = timeout.begin(() => {
    if (incoming.destroyed) return;
    incoming.removeAllListeners("end");
    incoming.tooSlow = true;
    then();
  });
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.once("end", () => {
    end();
    incoming.rawBody = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    then();
  });
}

/** The HTTP parser enforces Content-Length, so no more than that is kept in memory. */
function hasSmallForm({ method, headers }: IncomingMessage): boolean {
  return (
    method === "POST" &&
    isForm(headers["content-type"]) &&
    Number(headers["content-length"] ?? Infinity) <= MAX_FORM_BYTES
  );
}
