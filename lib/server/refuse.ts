import { STATUS_CODES, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { NO_CONTENT_POLICY, pageHeaders } from "../platform/http/security-headers";
import { servedOverHttps } from "../platform/http/served-origin";
import { type Refusal, UNREADABLE, UNSUPPORTED } from "./refusal";

/** Responds in plain text and closes the connection, because the rest of the request is not read. */
export function refuse(response: ServerResponse, refusal: Refusal): void {
  response.writeHead(refusal.status, refusalHeaders(refusal));
  response.end(refusalBody(refusal));
}

/** The headers of a refusal's response. */
export function refusalHeaders({ allow }: Refusal): Record<string, string> {
  return {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": NO_CONTENT_POLICY,
    ...pageHeaders(servedOverHttps()),
    connection: "close",
    ...(allow === undefined ? {} : { allow }),
  };
}

/** The body of a refusal's response. */
export const refusalBody = ({ text }: Refusal): string => `${text}\n`;

/** The answers to what the parser could not read. */
const BROKEN: Partial<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, text: "The request's headers are too large." },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, text: "The request's chunk extensions are too large." },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, text: "The request did not arrive in time." },
};

/** Responds to a message that could not be parsed. */
export function refuseBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  end(socket, BROKEN[error.code ?? ""] ?? UNREADABLE);
}

/** Refuses CONNECT, which Node.js handles apart from requests. */
export function refuseConnect(socket: Duplex): void {
  end(socket, UNSUPPORTED);
}

function end(socket: Duplex, { status, text, allow }: Refusal): void {
  const body = `${text}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    "Connection: close",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff",
    ...(allow === undefined ? [] : [`Allow: ${allow}`]),
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
