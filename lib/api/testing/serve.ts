import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { apiListener } from "../mounts/node";
import { readDescription, undescribed } from "./described";

/**
 * The API app on node:http at a free port of loopback, in this process. Closing it throws if it answered with a status
 * that the OpenAPI document does not name.
 */
export async function serveApi(): Promise<{ url: string; close: () => Promise<void> }> {
  await readDescription();
  const listener = apiListener();
  const checks: Promise<string | null>[] = [];
  const server: Server = createServer((request, response) => {
    const { method = "", url = "" } = request;
    response.once("finish", () => checks.push(undescribed(method, url, response.statusCode)));
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    const wrong = (await Promise.all(checks)).filter((check) => check !== null);
    if (wrong.length > 0) throw new Error([...new Set(wrong)].join("\n"));
  };
  return { url: `http://127.0.0.1:${port}`, close };
}
