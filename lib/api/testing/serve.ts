import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { apiListener } from "../mounts/node";

/** The API app on node:http at a free port of loopback, in this process. */
export async function serveApi(): Promise<{ url: string; close: () => Promise<void> }> {
  const server: Server = createServer(apiListener());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}
