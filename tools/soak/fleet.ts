import { randomBytes } from "node:crypto";
import pg from "pg";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "../embedded-postgres";
import { migrate } from "../migration";
import { childrenOf } from "../testing/launcher-process";
import { scratchFolder } from "../testing/scratch";
import { startServer, type Mount, type TestServer } from "../testing/server";
import { type Proxy, startProxy } from "./blackhole";

/** One running instance with its own route to the database. */
export interface Instance {
  name: string;
  url: string;
  proxy: Proxy;
  /** Its process; for a gateway, the primary. */
  pid(): number;
  /** The processes of a gateway's workers. */
  workers(): number[];
  /** Kills it by SIGKILL and starts a new one on another port. */
  replace(): Promise<void>;
}

/** Two of the application, two gateways of two workers each (on Node.js and on Bun), one PostgreSQL. */
export interface ServerFleet {
  instances: readonly Instance[];
  ownerUrl: string;
  /** Cuts the LISTEN connections of all instances. */
  cutListeners(): Promise<void>;
  restartPostgres(): Promise<void>;
  stop(): Promise<void>;
}

const PLAN: readonly [string, Mount][] = [
  ["application 1 (node:http)", "server"],
  ["application 2 (Next)", "next"],
  ["gateway 1", "gateway"],
  ["gateway 2 (Bun)", "gateway on Bun"],
];

/** Starts everything, with its own database server. */
export async function startFleet(): Promise<ServerFleet> {
  const scratch = scratchFolder();
  const start = () => startEmbeddedPostgres({ dataDir: scratch.folder, fast: true });
  let postgres = await start();
  await migrate(postgres);
  const secret = randomBytes(32).toString("base64url");
  const instances = await Promise.all(PLAN.map(([name, mount]) => startInstance(name, mount, postgres, secret)));
  return {
    instances,
    ownerUrl: postgres.ownerUrl,
    cutListeners: () => cutListeners(postgres),
    restartPostgres: async () => {
      await postgres.stop();
      postgres = await start();
    },
    stop: async () => {
      await Promise.all(instances.map((instance) => instance.stop()));
      await postgres.stop();
      scratch.remove();
    },
  };
}

async function startInstance(name: string, mount: Mount, postgres: EmbeddedPostgres, secret: string) {
  const direct = new URL(postgres.appUrl);
  const folder = direct.searchParams.get("host") ?? "";
  const proxy = await startProxy({
    path: `${folder}/.s.PGSQL.${direct.port || direct.searchParams.get("port") || "5432"}`,
  });
  const appUrl = `postgresql://${direct.username}:${direct.password}@127.0.0.1:${proxy.port}${direct.pathname}`;
  const start = () =>
    startServer({
      mount,
      database: { ownerUrl: postgres.ownerUrl, appUrl },
      env: { AUTH_SECRET: secret, WORKERS: "2", DATABASE_POOL_SIZE: "6" },
    });
  let server: TestServer = await start();
  const instance = {
    name,
    proxy,
    url: server.url,
    pid: () => server.pid,
    workers: () => childrenOf(server.pid, "gateway.mjs"),
    replace: async () => {
      process.kill(server.pid, "SIGKILL");
      await server.ended;
      server = await start();
      instance.url = server.url;
    },
    stop: async () => {
      await server.stop();
      await proxy.close();
    },
  };
  return instance;
}

async function cutListeners({ superuserUrl, ownerUrl }: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  const database = new URL(ownerUrl).pathname.slice(1);
  await client.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'latchkey cache' AND datname = $1",
    [database],
  );
  await client.end();
}
