import http from "node:http";
import type { AddressInfo } from "node:net";

/** A small API behind a gateway. It answers with the headers of the request. */
export interface Application {
  port: number;
  /** The number of requests that reached it. */
  requests(): number;
  close(): Promise<void>;
}

/** Of headers that the application reads, in bytes: more than the largest that a recipe adds. */
const MAX_HEADERS = 65_536;

export async function startApplication(): Promise<Application> {
  let requests = 0;
  const server = http.createServer({ maxHeaderSize: MAX_HEADERS }, (request, response) => {
    requests += 1;
    response.setHeader("content-type", "application/json").end(JSON.stringify(request.headers));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, requests: () => requests, close };
}
