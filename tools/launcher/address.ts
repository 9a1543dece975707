import net from "node:net";
import { codeOf, PlainError } from "../plain-error";

/** Where people find the server on this machine. */
export function localUrl(host: string, port: number): string {
  const isEverywhere = ["", "0.0.0.0", "::", "127.0.0.1", "::1", "localhost"].includes(host);
  const name = isEverywhere ? "localhost" : net.isIPv6(host) ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Stops with a clear message when somebody listens on the port, before anything is built or started. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const problem = await tryToListen(host, port);
  if (problem === undefined) return;
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is taken by another program. Stop that, or choose another port: PORT=${port + 1} npm start`,
    EACCES: `Port ${port} needs more rights than this account has. Choose one above 1023: PORT=3000 npm start`,
    EADDRNOTAVAIL: `HOST names ${host}, which is no address of this machine.`,
    ENOTFOUND: `HOST names ${host}, which is not known.`,
  };
  throw new PlainError(reasons[problem] ?? `Cannot listen on ${host}, port ${port}: ${problem}.`);
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

function tryToListen(host: string, port: number): Promise<string | undefined> {
  const server = net.createServer();
  return new Promise((resolve) => {
    server.once("error", (error) => resolve(codeOf(error) ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
