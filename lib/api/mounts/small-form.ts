import type { IncomingMessage } from "node:http";
import { FORM_MAX, isForm } from "../form-type";

/** A message whose body has been read, in the place where the adapter looks for one before it reads itself. */
export type ReadMessage = IncomingMessage & { rawBody?: Buffer };

/**
 * Reads a small form before `then` is called, so that whoever needs it has it at hand; anything else is left to be
 * read as it comes. A client that breaks off is not answered: its connection is gone.
 */
export function withSmallForm(incoming: ReadMessage, then: () => void): void {
  if (!hasSmallForm(incoming)) return then();
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.once("end", () => {
    incoming.rawBody = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    then();
  });
}

/** The parser holds a body to its Content-Length, so that no more than that is ever kept. */
function hasSmallForm({ method, headers }: IncomingMessage): boolean {
  return (
    method === "POST" && isForm(headers["content-type"]) && Number(headers["content-length"] ?? Infinity) <= FORM_MAX
  );
}
