import { IncomingMessage, type ServerResponse } from "node:http";
import { MAX_BUNDLE_BYTES } from "../../content/parse/limits";
import type { Pace } from "../../platform/http/body";
import type { BodyRefusal } from "../../platform/result/body-refusal";
import { readPageBody, type ReadPageBody } from "./read";
import { senderOf } from "./sender";

/** The largest form of the console, the 500 scopes of an API with their descriptions, has 150 to 450 KiB. */
const MAX_FORM_BYTES = 512 * 1024;
/** Far more than any form has that is sent without signing in. */
const MAX_VISITOR_FORM_BYTES = 128 * 1024;
/** The only requests to pages with files. */
const UPLOAD = /^\/spaces\/[^/]+\/(?:policies|querypacks)\/upload$/;

/** Why a body was refused, and whether it is an upload, which is answered in JSON. */
export interface RefusedBody {
  readonly reason: BodyRefusal;
  readonly isUpload: boolean;
}

/** The request to pass on, or why it is refused. */
type ReceivedBody = { readonly ok: true; readonly request: IncomingMessage } | ({ readonly ok: false } & RefusedBody);

/** Whether a request has a body. Those without Content-Length are refused before. */
export const hasBody = ({ headers }: IncomingMessage): boolean => Number(headers["content-length"]) > 0;

/**
 * Receives the body of a request to a page before Next gets the request, because Next reads bodies whole, at any pace
 * and before it knows who sent them. Returns null if the client went away.
 */
export async function receivePageBody(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  pace?: Pace,
): Promise<ReceivedBody | null> {
  const isUpload = UPLOAD.test(path);
  const read = await readBodyOf(request, isUpload, pace);
  if (!read?.ok) return read && { ok: false, reason: read.reason, isUpload };
  response.once("close", read.release);
  if (response.destroyed) read.release();
  return { ok: true, request: replay(request, read.bytes) };
}

async function readBodyOf(request: IncomingMessage, isUpload: boolean, pace: Pace | undefined): Promise<ReadPageBody> {
  const sender = await senderOf(request);
  if (!isUpload)
    return readPageBody(request, sender.isSignedIn ? MAX_FORM_BYTES : MAX_VISITOR_FORM_BYTES, sender, pace);
  if (sender.isSignedIn) return readPageBody(request, MAX_BUNDLE_BYTES, sender, pace);
  const read = await readPageBody(request, 0, sender, pace); // read to its end, so that the browser sees the answer
  return read && { ok: false, reason: "unauthenticated" };
}

/** The same request with a body that has arrived already. */
function replay(request: IncomingMessage, body: Buffer): IncomingMessage {
  const whole = new IncomingMessage(request.socket);
  const { method, url, httpVersion, httpVersionMajor, httpVersionMinor, rawHeaders, headers } = request;
  Object.assign(whole, { method, url, httpVersion, httpVersionMajor, httpVersionMinor, rawHeaders });
  whole.headers = headers;
  whole.complete = true;
  whole.push(body);
  whole.push(null);
  return whole;
}
