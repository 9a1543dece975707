import type { IncomingMessage, ServerResponse } from "node:http";
import type { Outage } from "../platform/db/outage";
import { NO_CONTENT_POLICY, pageHeaders } from "../platform/http/security-headers";
import { servedOverHttps } from "../platform/http/served-origin";
import { PAGE_POLICY, themeOf, messagePage } from "./message-page";

/** After how many seconds the page and clients retry. */
const RETRY_SECONDS = 5;

const TEXT = "The database is not available. Try again in a few seconds.\n";

/** The methods that start, write and end a response. */
const METHODS = ["writeHead", "flushHeaders", "write", "end"] as const;
type Method = (...args: unknown[]) => unknown;

/**
 * Replaces Next's 500 with 503 and Retry-After if the database was unavailable: components cannot set a status, and
 * Next always uses 500 for errors. Browsers get a page that names the outage and retries; other clients get a line of
 * text.
 */
export function answerOutage(request: IncomingMessage, response: ServerResponse, outage: Outage): void {
  const originals = Object.fromEntries(METHODS.map((name) => [name, response[name].bind(response) as Method]));
  let isReplaced: boolean | undefined;
  const decide = () => {
    if (response.headersSent) return false;
    if (response.statusCode !== 500 || !outage.isAway) return false;
    for (const name of response.getHeaderNames()) if (name !== "x-request-id") response.removeHeader(name);
    send(request, originals as unknown as Sending);
    return true;
  };
  for (const name of METHODS) {
    const guarded: Method = (...args) => {
      if (isReplaced === undefined && name === "writeHead") response.statusCode = Number(args[0]);
      isReplaced ??= decide();
      return isReplaced ? name === "write" : originals[name]?.(...args);
    };
    Object.assign(response, { [name]: guarded });
  }
}

type Sending = Pick<ServerResponse, "writeHead" | "end">;

function send(request: IncomingMessage, { writeHead, end }: Sending): void {
  const wantsPage = isDocument(request);
  const body = wantsPage ? unavailablePage(themeOf(request)) : TEXT;
  writeHead(503, {
    "content-type": wantsPage ? "text/html; charset=utf-8" : "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    "content-security-policy": wantsPage ? PAGE_POLICY : NO_CONTENT_POLICY,
    "cache-control": "no-store",
    "retry-after": String(RETRY_SECONDS),
    ...pageHeaders(servedOverHttps()),
  });
  end(request.method === "HEAD" ? undefined : body);
}

/** Whether a browser requests a document. False for requests of Next's client router. */
function isDocument({ headers }: IncomingMessage): boolean {
  const isPart = headers.rsc !== undefined || headers["next-action"] !== undefined;
  return !isPart && (headers.accept ?? "").includes("text/html");
}

/** The page for an unavailable database. */
function unavailablePage(theme: "light" | "dark" | null): string {
  return messagePage({
    theme,
    title: "The database is not available",
    paragraphs: [
      `Latchkey is running, but its database does not answer. This page tries again every ${RETRY_SECONDS} seconds.`,
      "If you just sent a form, go back to it: your browser may still have what you typed. " +
        "Check whether it was saved before you send it again.",
    ],
    link: "Try again now",
    retrySeconds: RETRY_SECONDS,
  });
}
