import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A connection to a database that counts its statements, and that can be cut or blocked. */
export interface DatabaseProxy {
  /** The URL of the database through the proxy. */
  url: string;
  /** Statements since the last call: simple queries, and executions of prepared ones. */
  takeStatements: () => number;
  /** Drops everything in both directions, like a network black hole. False lets new connections work again. */
  plug: (plugged: boolean) => void;
  /** Ends all connections and refuses new ones while it is cut. */
  cut: (isCut: boolean) => void;
  close: () => Promise<void>;
}

/** Opens a proxy on loopback for a database on a unix socket or a TCP port. */
export async function openDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const counter = { statements: 0 };
  let plugged = false;
  let isCut = false;

  const server = createServer((client) => {
    if (isCut) return client.destroy();
    const upstream = connectTo(target);
    for (const socket of [client, upstream]) keep(sockets, socket);
    const read = statementReader(() => (counter.statements += 1));
    client.on("data", (chunk) => {
      read(chunk);
      if (!plugged) upstream.write(chunk);
    });
    upstream.on("data", (chunk) => plugged || client.write(chunk));
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const end = () => sockets.forEach((socket) => socket.destroy());

  return {
    url: overTcp(target, (server.address() as AddressInfo).port),
    takeStatements() {
      const { statements } = counter;
      counter.statements = 0;
      return statements;
    },
    plug(value) {
      plugged = value;
      if (!value) end();
    },
    cut(value) {
      isCut = value;
      if (value) end();
    },
    async close() {
      end();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function keep(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
  socket.on("error", () => socket.destroy());
}

function connectTo(target: URL): Socket {
  const folder = target.searchParams.get("host");
  const port = Number(target.port || 5432);
  return folder?.startsWith("/") ? connect(`${folder}/.s.PGSQL.${port}`) : connect(port, target.hostname);
}

function overTcp(target: URL, port: number): string {
  const url = new URL(target);
  url.searchParams.delete("host");
  url.hostname = "127.0.0.1";
  url.port = String(port);
  return url.toString();
}

const QUERY = "Q".charCodeAt(0);
const EXECUTE = "E".charCodeAt(0);

/**
 * Reads the frontend's messages (PostgreSQL protocol, "Message Formats"): a start-up message without a type, then
 * messages with a type byte and a length that includes itself.
 */
function statementReader(onStatement: () => void): (chunk: Buffer) => void {
  let pending = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const header = started ? 1 : 0;
      if (pending.length < header + 4) return;
      const end = header + pending.readUInt32BE(header);
      if (pending.length < end) return;
      if (started && (pending[0] === QUERY || pending[0] === EXECUTE)) onStatement();
      started = true;
      pending = pending.subarray(end);
    }
  };
}
