import { ensureGateway, GATEWAY } from "../building/gateway";
import { localUrl, probeUrl, requireFreePort } from "./address";
import { type LaunchOptions, runServer, serverEnvironment, withEnvironment } from "./running";
import { gatewayRuntime } from "../runtime";
import { checkSettings } from "./settings";

const PORT_OF_GATEWAY = "3001";

/** Starts the gateway, with or without the application on the same database. Returns once it has ended. */
export async function launchGateway(options: LaunchOptions): Promise<void> {
  const given = { ...options.environment, PORT: portOf(options.environment) };
  const { HOST, PORT, GATEWAY_RUNTIME } = checkSettings(
    given,
    options.environment.GATEWAY_PORT ? "GATEWAY_PORT" : "PORT",
  );
  const url = localUrl(HOST, PORT);
  await requireFreePort(HOST, PORT);
  await withEnvironment(options, async (opened, supervised) => {
    await ensureGateway(supervised.stop);
    await runServer(supervised, {
      script: GATEWAY,
      runtime: gatewayRuntime(GATEWAY_RUNTIME),
      environment: serverEnvironment(given, opened, false),
      url: probeUrl(HOST, PORT),
      greeting: async () => greeting(url),
    });
  });
}

/** GATEWAY_PORT, because the application may have the same environment; or else PORT. */
function portOf({ GATEWAY_PORT, PORT }: NodeJS.ProcessEnv): string {
  return GATEWAY_PORT || PORT || PORT_OF_GATEWAY;
}

function greeting(url: string): string {
  return ["", `  The gateway is ready:  ${url}`, "", "  Ctrl-C stops it.", ""].join("\n");
}
