import http from "node:http";
import type { AddressInfo } from "node:net";

/** A small API behind a gateway. It answers with the headers of the request. */
export interface Application {
  port: number;
  /** The number of requests that reached it. */
  requests(): number;
  close(): Promise<void>;
}

export async function startApplication(): Promise<Application> {
  let requests = 0;
  const server = http.createServer((request, response) => {
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
