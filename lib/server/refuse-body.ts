import type { IncomingMessage, ServerResponse } from "node:http";
import { NO_CONTENT_POLICY, pageHeaders } from "../platform/http/security-headers";
import { servedOverHttps } from "../platform/http/served-origin";
import { BODY_RETRY_SECONDS, bodyFailure, bodyRefusalLine, bodyRefusalText } from "../platform/result/body-refusal";
import { PROBLEMS } from "../platform/result/problems";
import type { RefusedBody } from "./page-body";
import { messagePage, PAGE_POLICY, themeOf } from "./message-page";

/**
 * Answers a refused body in the form that its sender understands, and closes the connection: JSON to an upload, text to
 * a script of our pages, and a page to a browser without scripts.
 */
export function refuseBody(
  request: IncomingMessage,
  response: ServerResponse,
  { reason, isUpload }: RefusedBody,
): void {
  const { type, text, policy } = contentOf(request, reason, isUpload);
  response.writeHead(PROBLEMS[reason].status, {
    "content-type": type,
    "content-length": Buffer.byteLength(text),
    "content-security-policy": policy,
    "cache-control": "no-store",
    ...(reason === "unavailable" ? { "retry-after": String(BODY_RETRY_SECONDS) } : {}),
    ...pageHeaders(servedOverHttps()),
    connection: "close",
  });
  response.end(text);
}

function contentOf(request: IncomingMessage, reason: RefusedBody["reason"], isUpload: boolean) {
  const policy = NO_CONTENT_POLICY;
  if (isUpload) return { type: "application/json", text: JSON.stringify(bodyFailure(reason)), policy };
  const text = bodyRefusalText(reason);
  const isScripted = request.headers["next-action"] !== undefined;
  // Next gives this line to the script if the type has no parameters.
  if (isScripted || !(request.headers.accept ?? "").includes("text/html"))
    return { type: "text/plain", text: bodyRefusalLine(reason), policy };
  return { type: "text/html; charset=utf-8", text: pageOf(request, text), policy: PAGE_POLICY };
}

const pageOf = (request: IncomingMessage, text: string): string =>
  messagePage({
    theme: themeOf(request),
    title: "Form not accepted",
    paragraphs: [text, "Go back to the form: your browser may still have what you typed."],
    link: "Open the form again",
  });
