import { once } from "node:events";
import type { Server } from "node:http";
import { apiListener } from "../../api/mounts/node";
import { createFront, serveApiAlone } from "../create";

/** Serves the API on node:http, on the port that the cluster shares. */
export async function listenOnNode(host: string, port: number): Promise<Server> {
  const server = createFront();
  serveApiAlone(server, apiListener());
  server.listen(port, host);
  await once(server, "listening");
  return server;
}
