import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { isIPv6 } from "node:net";
import { fileURLToPath } from "node:url";
import next from "next";
import { apiListener } from "@/lib/api/mounts/node";
import { startTokenCache } from "@/lib/access/token-cache";
import { trustAddressHeader } from "@/lib/platform/http/client-address";
import { useWorkersIn } from "@/lib/platform/worker/worker-file";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { createFront, serve } from "@/lib/server/create";
import { jobRunner } from "@/lib/server/jobs";
import { runOrExit } from "@/lib/server/run-or-exit";
import { hasReadableRouterState } from "@/lib/server/router-state";
import { stopOnSignals } from "@/lib/server/shutdown";
import { readStaticFiles } from "@/lib/server/static-files";
import { checkPrefix } from "@/lib/server/same-prefix";
import { prepareSigningKeys } from "@/lib/verification/keys";

async function main(): Promise<void> {
  const { NODE_ENV, HOST, PORT, API_MOUNT } = env();
  const dev = NODE_ENV === "development";
  trustAddressHeader();
  useWorkersIn(new URL(".", import.meta.url));
  startTokenCache();

  process.env.__NEXT_PRIVATE_ORIGIN ??= ownAddress(HOST, PORT);
  if (!dev) process.env.__NEXT_PRIVATE_STANDALONE_CONFIG ??= builtConfig();
  const server = createFront();
  // Given ours, Next takes every Upgrade for itself from its first page on, past all checks; only hot reload needs
  // that.
  const web = next({ dev, hostname: HOST, port: PORT, httpServer: dev ? server : createServer() });
  await web.prepare();
  await checkPrefix();
  const pages: RequestListener = (request, response) => void web.getRequestHandler()(request, response);
  const isLean = (API_MOUNT ?? (dev ? "next" : "node")) === "node";
  const files = dev ? new Map() : readStaticFiles(fileURLToPath(new URL("static", import.meta.url)));
  serve(server, { pages, files, api: isLean ? apiListener() : null, readable: hasReadableRouterState });

  if (dev) for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit(0));
  else stopOnSignals(server, () => web.close());
  server.once("error", (error) => {
    process.stderr.write(`The server cannot listen on ${HOST}:${PORT}: ${error.message}\n`);
    process.exit(1);
  });
  server.listen(PORT, HOST, () => {
    log.info({ address: server.address() }, "listening");
    jobRunner().start();
    void prepareSigningKeys();
  });
}

/**
 * Where Next asks itself for the page that a form leads to. By the public address it would come to a TLS proxy, or
 * speak TLS to this port.
 */
function ownAddress(host: string, port: number): string {
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${port}`;
}

/**
 * next.config.ts as the build left it. Next would compile that file again at each start, with a compiler that
 * production does not need otherwise. The server of Next's `output: "standalone"` does the same.
 */
function builtConfig(): string {
  const { config } = JSON.parse(readFileSync(".next/required-server-files.json", "utf8")) as { config: unknown };
  return JSON.stringify(config);
}

await runOrExit(main);
