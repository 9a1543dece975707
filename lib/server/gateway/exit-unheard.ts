/** Ends a process of the gateway that cannot listen, and says why. */
export function exitUnheard(host: string, port: number, error: Error): never {
  process.stderr.write(`The gateway cannot listen on ${host}:${port}: ${error.message}\n`);
  return process.exit(1);
}
