import { IncomingMessage } from "node:http";

/** The same request with a body that has arrived already. */
export function replay(request: IncomingMessage, body: Buffer): IncomingMessage {
  const whole = new IncomingMessage(request.socket);
  const { method, url, httpVersion, httpVersionMajor, httpVersionMinor, rawHeaders, headers } = request;
  Object.assign(whole, { method, url, httpVersion, httpVersionMajor, httpVersionMinor, rawHeaders });
  whole.headers = headers;
  whole.complete = true;
  whole.push(body);
  whole.push(null);
  return whole;
}
