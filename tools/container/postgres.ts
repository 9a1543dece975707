import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { accountFor, changeOwner } from "../embedded-postgres/account";
import { type Binaries, findBinaries } from "../embedded-postgres/binaries";
import { freePort } from "../launcher/address";
import { until } from "../testing/scratch";
import { run, tryRun } from "./programs";

/** A PostgreSQL like that of the image `postgres`: superuser `postgres`, passwords over TCP, empty. */
export interface Postgres {
  port: number;
  /** For psql. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

/** Starts it on the loopback interface, below `folder`, from the given programs or those of the embedded server. */
export async function startPostgres(folder: string, password: string, programs?: Binaries): Promise<Postgres> {
  const account = accountFor(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  changeOwner(account, folder);
  const { initdb, postgres } = programs ?? findBinaries({ home: folder, account });
  const [data, passwordFile, port] = [path.join(folder, "data"), path.join(folder, "password"), await freePort()];
  writeFileSync(passwordFile, password, { mode: 0o600 });
  changeOwner(account, passwordFile);
  const asAccount = { ...account, cwd: folder };
  await ended(
    spawn(
      initdb,
      ["-D", data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", passwordFile, "--locale=C", "-E", "UTF8"],
      { ...asAccount, stdio: "ignore" },
    ),
  );
  const args = ["-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="];
  const server = spawn(postgres, args, { ...asAccount, stdio: "ignore" });
  const env = { PGHOST: "127.0.0.1", PGPORT: String(port), PGPASSWORD: password };
  await until(async () => {
    const { status } = await tryRun("psql", ["--username=postgres", "--command=SELECT 1"], { env });
    return status === 0 || server.exitCode !== null;
  });
  if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}`);
  return {
    port,
    env,
    stop: async () => {
      server.kill("SIGINT");
      await ended(server);
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status) => (status === 0 ? resolve() : reject(new Error(`it ended with ${status}`))));
  });
}

/** Runs docs/operations/create-roles.sh against it, as the image `postgres` does with a new volume. */
export async function createRoles(script: string, { env }: Postgres, passwords: Record<string, string>): Promise<void> {
  await run("sh", [script], { env: { ...env, ...passwords } });
}
