import net from "node:net";

/** A connection to the database that can drop everything, like a network without routes. */
export interface Proxy {
  port: number;
  /** From now on nothing is forwarded, in either direction; connections stay open. */
  swallow(): void;
  /** Forwards again, starting with the held-back bytes, so that both ends only see a delay. */
  restore(): void;
  close(): Promise<void>;
}

/** A TCP port on loopback that leads to a PostgreSQL socket. */
export async function startProxy(target: net.NetConnectOpts): Promise<Proxy> {
  const sockets = new Set<net.Socket>();
  let swallowing = false;
  const server = net.createServer((near) => {
    const far = net.connect(target);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (chunk) => void to.write(chunk));
      from.on("error", () => to.destroy());
      from.on("close", () => sockets.delete(from) && to.destroy());
    }
    if (swallowing) for (const socket of [near, far]) socket.pause();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const set = (on: boolean) => {
    swallowing = on;
    for (const socket of sockets) socket[on ? "pause" : "resume"]();
  };
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return {
    port: (server.address() as net.AddressInfo).port,
    swallow: () => set(true),
    restore: () => set(false),
    close,
  };
}
