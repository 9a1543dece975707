import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { startEmbeddedPostgres } from "../embedded-postgres";
import { endEmbeddedPostgres } from "../embedded-postgres/end";
import { freePort, requireFreePort } from "../launcher/address";
import { type LauncherProcess, startLauncher } from "../testing/launcher-process";
import { until } from "../testing/scratch";

/** An installation started by `npm start` with its own data, and access to each of its processes. */
export interface Installation {
  url: string;
  dataDir: string;
  /** The database as the role that owns it. */
  ownerUrl: string;
  superuserUrl: string;
  pids(): { launcher: number; server: number; postgres: number };
  /** Starts the launcher again after it has ended, and waits until it is ready. */
  restart(): Promise<void>;
  output(): string;
  stop(): Promise<void>;
}

/** Starts an installation in `dataDir`. PostgreSQL runs as in production, with every commit flushed. */
export async function startInstallation(dataDir: string, more: Record<string, string> = {}): Promise<Installation> {
  const port = await freePort();
  const settings = { DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: "error", ...more };
  const start = async () => {
    const started = startLauncher(settings);
    await started.ready();
    return started;
  };
  let launcher: LauncherProcess = await start();
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    ...(await urlsOf(dataDir)),
    pids: () => ({
      launcher: launcher.pid,
      server: launcher.children("dist/server.mjs")[0] ?? 0,
      postgres: postgresIn(dataDir),
    }),
    restart: async () => {
      await launcher.ended();
      // After its launcher was killed, the server finishes running requests and then frees the port.
      await until(() =>
        requireFreePort("127.0.0.1", port).then(
          () => true,
          () => false,
        ),
      );
      launcher = await start();
    },
    output: () => launcher.output(),
    stop: async () => {
      await launcher.end();
      await endEmbeddedPostgres(dataDir);
    },
  };
}

// Joins and leaves the database server. The launcher keeps it running.
async function urlsOf(dataDir: string): Promise<{ ownerUrl: string; superuserUrl: string }> {
  const { ownerUrl, superuserUrl, stop } = await startEmbeddedPostgres({ dataDir });
  await stop();
  return { ownerUrl, superuserUrl };
}

function postgresIn(dataDir: string): number {
  const lock = path.join(dataDir, "postgres/data/postmaster.pid");
  return existsSync(lock) ? Number(readFileSync(lock, "utf8").split("\n")[0]) : 0;
}
