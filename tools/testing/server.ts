import { randomBytes } from "node:crypto";
import { SERVER } from "../building";
import { GATEWAY } from "../building/gateway";
import { freePort } from "../launcher/address";
import { gatewayRuntime } from "../runtime";
import { answersAt, type ServerProcess, startServerProcess } from "../launcher/server-process";
import { TEST_AUTH_SECRET } from "./auth-secret";
import { createTestDatabase, type TestDatabase } from "./database";

/** A built application that runs for a test. */
export interface TestServer {
  url: string;
  /** Its process; for the gateway, the primary. */
  pid: number;
  databaseUrls: Pick<TestDatabase, "ownerUrl" | "appUrl">;
  setupCode: string;
  /** Its output so far. */
  logs(): string;
  /** How it ended, if it did. */
  ended: Promise<string>;
  /** Ends it, and drops its database unless the caller passed it. */
  stop(): Promise<void>;
}

/**
 * Where the API runs: `server` is what `npm start` runs, with the API on node:http; `next` the same with the API as
 * route handlers; `gateway` is what `npm run gateway` runs on Node.js, the API alone, and `gateway on Bun` what it runs
 * on Bun; `hosted` is `next start` without server.ts,
 * as on a platform.
 */
export type Mount = "server" | "next" | "gateway" | "gateway on Bun" | "hosted";

interface Options {
  /** Variables that override the defaults. */
  env?: Record<string, string>;
  mount?: Mount;
  /** For `hosted`: where Next's build is, if not in the project. */
  folder?: string;
  /** A database to use instead of a new one. */
  database?: Pick<TestDatabase, "ownerUrl" | "appUrl">;
}

const READY_MS = 180_000;
const STOP_MS = 10_000;

/** Starts the built application on a free port with a new database. Needs `npm run build`. */
export async function startServer({
  env = {},
  mount = "server",
  folder = ".",
  database,
}: Options = {}): Promise<TestServer> {
  const own = database ? null : await createTestDatabase();
  const { ownerUrl, appUrl } = database ?? (own as TestDatabase);
  const port = await freePort();
  const setupCode = randomBytes(9).toString("base64url");
  const needed = {
    DATABASE_URL: appUrl,
    AUTH_SECRET: TEST_AUTH_SECRET,
    SETUP_CODE: setupCode,
    HOST: "127.0.0.1",
    PORT: String(port),
    NODE_ENV: "production" as const,
    API_MOUNT: mount === "server" ? "node" : "next",
    WORKERS: "2",
  };
  const { PATH, HOME, TMPDIR } = process.env;
  const environment = { PATH, HOME, TMPDIR, ...needed, ...env };
  const server = startServerProcess({ ...commandOf(mount, folder, port), environment, output: "pipe" });
  const logs = collect(server);
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await server.stop(STOP_MS);
    await own?.drop();
  };
  if (await answersAt(url, server, READY_MS))
    return {
      url,
      pid: server.child.pid ?? 0,
      ended: server.ended,
      databaseUrls: { ownerUrl, appUrl },
      setupCode,
      logs,
      stop,
    };
  await stop();
  throw new Error(`The server did not start (${await server.ended}):\n${logs()}`);
}

function commandOf(mount: Mount, folder: string, port: number) {
  if (mount === "gateway") return { script: GATEWAY };
  if (mount === "gateway on Bun") return { script: GATEWAY, runtime: gatewayRuntime("bun") };
  if (mount !== "hosted") return { script: SERVER };
  return {
    script: "node_modules/next/dist/bin/next",
    args: ["start", folder, "--hostname", "127.0.0.1", "--port", String(port)],
  };
}

function collect({ child }: ServerProcess): () => string {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return () => output;
}
