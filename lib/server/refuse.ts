import { STATUS_CODES, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { NO_CONTENT_POLICY, pageHeaders } from "../platform/http/security-headers";
import { servedOverHttps } from "../platform/http/served-origin";
import type { Refusal } from "./refusal";

/** Answers in plain text and closes the connection: the rest of such a request is not worth reading. */
export function refuse(response: ServerResponse, { status, text, allow }: Refusal): void {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": NO_CONTENT_POLICY,
    ...pageHeaders(servedOverHttps()),
    connection: "close",
    ...(allow === undefined ? {} : { allow }),
  });
  response.end(`${text}\n`);
}

/** The status for what the parser could not read. */
const BROKEN: Partial<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers what never became a request. */
export function refuseBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  end(socket, BROKEN[error.code ?? ""] ?? 400);
}

/** CONNECT never becomes a request either; we are no proxy. */
export function refuseConnect(socket: Duplex | Socket): void {
  end(socket, 405);
}

function end(socket: Duplex, status: number): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nConnection: close\r\nContent-Length: 0\r\nCache-Control: no-store\r\n\r\n`,
  );
}
