import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeProgram } from "../node";
import { inRoot } from "../project";
import { scratchFolder, until } from "../testing/scratch";
import { endEmbeddedPostgres } from "./end";
import { type EmbeddedPostgres, startEmbeddedPostgres } from ".";
import { prepareLayout } from "./layout";
import { isPostmasterOf } from "./postmaster";

const scratch = scratchFolder();
const dataDir = path.join(scratch.folder, "data");
const data = path.join(dataDir, "postgres", "data");
const start = () => startEmbeddedPostgres({ dataDir, fast: true });

afterAll(async () => {
  await endEmbeddedPostgres(dataDir);
  scratch.remove();
});

async function ask<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

async function killServer({ pid }: EmbeddedPostgres): Promise<void> {
  process.kill(pid, "SIGKILL");
  await until(() => !isPostmasterOf(pid, data));
}

async function someoneElse(): Promise<{ pid: number; serverPid: number; kill(): Promise<void> }> {
  const child = spawn(nodeProgram(), [inRoot("tools/run.mjs"), "../testing/hold-postgres", dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const kill = async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return { pid: child.pid ?? 0, serverPid: Number(line.toString()), kill };
}

describe("a fresh start", () => {
  let server: EmbeddedPostgres;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop());

  test("gives a database to two roles, of which one may make tables", async () => {
    expect(await ask(server.ownerUrl, "SELECT current_user::text AS u, current_database()::text AS d")).toEqual([
      { u: "latchkey_owner", d: "latchkey" },
    ]);
    await ask(server.ownerUrl, "CREATE TABLE kept (x int); INSERT INTO kept VALUES (1)");
    await expect(ask(server.appUrl, "CREATE TABLE mine (x int)")).rejects.toMatchObject({ code: "42501" });
    expect(
      await ask(
        server.appUrl,
        "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user",
      ),
    ).toEqual([{ rolsuper: false, rolcreatedb: false, rolcreaterole: false }]);
  });

  test("listens on its socket only, and wants a password there", async () => {
    expect(await ask(server.superuserUrl, "SHOW listen_addresses")).toEqual([{ listen_addresses: "" }]);
    const withoutPassword = new URL(server.superuserUrl);
    withoutPassword.password = "wrong";
    await expect(ask(withoutPassword.toString(), "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  });

  test("keeps everything closed to other accounts", () => {
    const mode = (...parts: string[]) => (statSync(path.join(dataDir, "postgres", ...parts)).mode & 0o777).toString(8);
    expect([mode(), mode("run"), mode("data"), mode("credentials.json")]).toEqual(["700", "700", "700", "600"]);
  });

  test("does not run as root", () => {
    const { stdout } = spawnSync("ps", ["-o", "uid=", "-p", String(server.pid)], { encoding: "utf8" });
    expect(Number(stdout)).not.toBe(0);
  });
});

describe("several at once", () => {
  test("share one server, and the last to leave ends it", async () => {
    const servers = await Promise.all([start(), start(), start()]);
    const [first] = servers as [EmbeddedPostgres, ...EmbeddedPostgres[]];
    expect(new Set(servers.map(({ pid }) => pid)).size).toBe(1);
    for (const server of servers.slice(1)) await server.stop();
    expect(isPostmasterOf(first.pid, data)).toBe(true);
    await first.stop();
    expect(isPostmasterOf(first.pid, data)).toBe(false);
  });

  test("are counted over processes, of which a killed one does not count", async () => {
    const server = await start();
    const other = await someoneElse();
    expect(other.serverPid).toBe(server.pid);
    await other.kill();
    await server.stop();
    expect(isPostmasterOf(server.pid, data)).toBe(false);
  });
});

describe("after a kill -9", () => {
  test("of the launcher, its server is joined and ended like any other", async () => {
    const killed = await someoneElse();
    await killed.kill();
    expect(isPostmasterOf(killed.serverPid, data)).toBe(true);
    const server = await start();
    expect(server.pid).toBe(killed.serverPid);
    await server.stop();
    expect(isPostmasterOf(killed.serverPid, data)).toBe(false);
  });

  test("of the server, the next start recovers what was committed", async () => {
    await killServer(await start());
    const server = await start();
    expect(await ask(server.ownerUrl, "SELECT x FROM kept")).toEqual([{ x: 1 }]);
    await server.stop();
  });

  test("lock files that name a process which has nothing to do with it are no obstacle", async () => {
    const server = await start();
    const lock = path.join(data, "postmaster.pid");
    const socketLock = path.join(dataDir, "postgres", "run", ".s.PGSQL.5432.lock");
    const [locked, socketLocked] = [lock, socketLock].map((file) => readFileSync(file, "utf8"));
    await killServer(server);
    const recycled = (text = "") => text.replace(/^\d+/, String(process.pid)); // a live pid
    writeFileSync(lock, recycled(locked));
    writeFileSync(socketLock, recycled(socketLocked));
    await (await start()).stop();
  });

  test("while the cluster is being created, it is created again", async () => {
    const half = path.join(scratch.folder, "half");
    mkdirSync(path.join(prepareLayout(half).home, "data.new", "base"), { recursive: true });
    const server = await startEmbeddedPostgres({ dataDir: half, fast: true });
    await server.stop();
    expect(existsSync(path.join(half, "postgres", "data.new"))).toBe(false);
  });
});

describe("where it cannot be", () => {
  test("a path too long for a socket gets a private directory elsewhere while the server is used", async () => {
    const long = path.join(scratch.folder, "long".repeat(30));
    mkdirSync(long);
    chmodSync(long, 0o711);
    const server = await startEmbeddedPostgres({ dataDir: long, fast: true });
    const socket = new URL(server.appUrl).searchParams.get("host") ?? "";
    expect(Buffer.byteLength(socket)).toBeLessThan(90);
    expect(statSync(socket).mode & 0o777).toBe(0o700);
    expect(await ask(server.appUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await server.stop();
    expect(existsSync(socket)).toBe(false);
  });

  test("a directory that cannot be made is named, with the reason", async () => {
    const file = path.join(scratch.folder, "a-file");
    writeFileSync(file, "");
    await expect(startEmbeddedPostgres({ dataDir: path.join(file, "data") })).rejects.toThrow(
      /Cannot write .*a-file\/data: a part of the path is not a directory/,
    );
  });

  test("a directory open to others is refused", async () => {
    const open = path.join(scratch.folder, "open");
    mkdirSync(path.join(open, "postgres"), { recursive: true });
    chmodSync(path.join(open, "postgres"), 0o777);
    await expect(startEmbeddedPostgres({ dataDir: open })).rejects.toThrow(/closed to others/);
  });
});
