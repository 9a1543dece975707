import { randomInt } from "node:crypto";
import net from "node:net";
import { codeOf, PlainError } from "../plain-error";

/** All interfaces. */
const ANY = ["", "0.0.0.0", "::"];

/** The URL for people on this machine. */
export function localUrl(host: string, port: number): string {
  const isLocal = [...ANY, "127.0.0.1", "::1", "localhost"].includes(host);
  return url(isLocal ? "localhost" : host, port);
}

/** The URL for the launcher's own requests. It has an IP address, because localhost may not resolve in a container. */
export function probeUrl(host: string, port: number): string {
  return url(ANY.includes(host) ? "127.0.0.1" : host, port);
}

function url(host: string, port: number): string {
  return `http://${net.isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** Throws PlainError if the port is in use. Called before anything is built or started. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const problem = await tryToListen(host, port);
  if (problem === undefined) return;
  const reasons: Record<string, string> = {
    EADDRINUSE:
      `Port ${port} on ${host} is taken by another program. Stop that, or choose another port: PORT=${port + 1} ` +
      "npm start",
    EACCES: `Port ${port} needs more rights than this account has. Choose one above 1023: PORT=3000 npm start`,
    EADDRNOTAVAIL: `HOST names ${host}, which is no address of this machine.`,
    ENOTFOUND: `HOST names ${host}, which is not known.`,
  };
  throw new PlainError(reasons[problem] ?? `Cannot listen on ${host}, port ${port}: ${problem}.`);
}

/** Below the ephemeral port range, so that no outgoing connection takes the port before its server does. */
const [FIRST_PORT, LAST_PORT] = [20_000, 32_767];
const MAX_TRIES = 100;
const givenPorts = new Set<number>();

/** A free loopback port that no earlier call in this process has returned. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1);
    if (givenPorts.has(port)) continue;
    givenPorts.add(port);
    if ((await tryToListen("127.0.0.1", port)) === undefined) return port;
  }
  throw new Error(`${MAX_TRIES} ports between ${FIRST_PORT} and ${LAST_PORT} are taken`);
}

function tryToListen(host: string, port: number): Promise<string | undefined> {
  const server = net.createServer();
  return new Promise((resolve) => {
    server.once("error", (error) => resolve(codeOf(error) ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
