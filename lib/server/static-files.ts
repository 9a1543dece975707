import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { acceptedCoding } from "../platform/http/content-coding";
import { NOSNIFF, strictTransport } from "../platform/http/security-headers";
import { servedOverHttps } from "../platform/http/served-origin";

/** A static file of Next, compressed at build time. */
interface StaticFile {
  readonly type: string;
  readonly body: Buffer;
}

/** By request path. Next serves all other paths. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

const TYPES: Readonly<Record<string, string>> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
  ".svg": "image/svg+xml",
};
const ENDING = ".br";

/**
 * Reads the compressed files of a folder into memory, about half a megabyte. Request paths never reach the file system.
 */
export function readStaticFiles(folder: string): StaticFiles {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(ENDING));
  return new Map(names.map((name) => entryOf(folder, name)));
}

function entryOf(folder: string, name: string): [string, StaticFile] {
  const original = name.slice(0, -ENDING.length);
  const type = TYPES[path.extname(original)] ?? "application/octet-stream";
  return [`/_next/static/${original.split(path.sep).join("/")}`, { type, body: readFileSync(path.join(folder, name)) }];
}

/** Sends a compressed file if it exists and the client accepts it. Returns whether it did. */
export function sendStaticFile(
  files: StaticFiles,
  request: IncomingMessage,
  response: ServerResponse,
  requested: string,
): boolean {
  const file = files.get(requested);
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (!file || !isRead || request.headers.range !== undefined || !acceptsBrotli(request)) return false;
  response.writeHead(200, {
    "content-type": file.type,
    "content-encoding": "br",
    "content-length": file.body.length,
    "cache-control": "public, max-age=31536000, immutable", // a file's name changes with what is in it
    vary: "Accept-Encoding",
    ...NOSNIFF,
    ...strictTransport(servedOverHttps()),
  });
  response.end(request.method === "HEAD" ? undefined : file.body);
  return true;
}

const acceptsBrotli = ({ headers }: IncomingMessage): boolean =>
  acceptedCoding(headers["accept-encoding"], ["br"]) !== undefined;
