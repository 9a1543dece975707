import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endEmbeddedPostgres } from "../embedded-postgres/end";
import { createTestDatabase } from "../testing/database";
import { processExists, type LauncherProcess, startLauncher } from "../testing/launcher-process";
import { scratchFolder, until } from "../testing/scratch";
import { freePort } from "./address";

const scratch = scratchFolder();
const dataDir = path.join(scratch.folder, "data");
let port = 0;
const settings = (more: Record<string, string> = {}) => ({ DATA_DIR: dataDir, PORT: String(port), ...more });

beforeAll(async () => {
  port = await freePort();
});
afterAll(async () => {
  await endEmbeddedPostgres(dataDir);
  scratch.remove();
});

async function running(script?: string): Promise<{ launcher: LauncherProcess; server: number; database: number }> {
  const launcher = startLauncher(settings(), script);
  await launcher.ready();
  return { launcher, ...pids(launcher) };
}

function pids(launcher: LauncherProcess): { server: number; database: number } {
  const [server = 0] = launcher.children("dist/server.mjs");
  const lock = path.join(dataDir, "postgres/data/postmaster.pid");
  return { server, database: existsSync(lock) ? Number(readFileSync(lock, "utf8").split("\n")[0]) : 0 };
}

describe("npm start on a fresh machine", () => {
  let run: Awaited<ReturnType<typeof running>>;
  beforeAll(async () => {
    run = await running();
  });

  test("says where to go, and the code that lets the first person in", () => {
    const { SETUP_CODE } = JSON.parse(readFileSync(path.join(dataDir, "secrets.json"), "utf8")) as {
      SETUP_CODE: string;
    };
    expect(run.launcher.output()).toContain(`http://localhost:${port}`);
    expect(run.launcher.output()).toContain(SETUP_CODE);
  });

  test("keeps its secrets to its owner", () => {
    expect(statSync(path.join(dataDir, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  test("answers", async () => {
    expect((await fetch(`http://127.0.0.1:${port}/login`, { redirect: "manual" })).status).toBeLessThan(500);
  });

  test("a second one on the same data says so and stops", async () => {
    const second = startLauncher(settings({ PORT: String(await freePort()) }));
    expect(await second.ended()).toBe(1);
    expect(second.output()).toMatch(
      new RegExp(`already running on this data .*process ${run.launcher.pid}, http://localhost:${port}`),
    );
  });

  test("ends the server and its database on a signal", async () => {
    expect(await run.launcher.end("SIGINT")).toBe(0);
    expect([processExists(run.server), processExists(run.database)]).toEqual([false, false]);
  });
});

describe("after a kill -9", () => {
  test("of everything, the next start works with no help", async () => {
    const { launcher, server, database } = await running();
    for (const pid of [launcher.pid, server, database]) process.kill(pid, "SIGKILL");
    await launcher.ended();
    const next = await running();
    expect(await next.launcher.end()).toBe(0);
  });

  test("of the launcher, its server ends, and the next start takes over its database and ends it", async () => {
    const { launcher, server, database } = await running();
    await launcher.end("SIGKILL");
    await until(() => !processExists(server));
    const next = await running();
    expect(next.database).toBe(database);
    expect(await next.launcher.end()).toBe(0);
    expect(processExists(database)).toBe(false);
  });

  describe("of what the launcher runs, it restarts that", () => {
    let run: Awaited<ReturnType<typeof running>>;
    beforeAll(async () => {
      run = await running();
    });
    afterAll(async () => expect(await run.launcher.end()).toBe(0));

    const again = (line: string) => until(() => run.launcher.output().split(line).length > 1);
    const pageWorks = () => until(() => isAnswered(`http://127.0.0.1:${port}/api/health/ready`));

    test("PostgreSQL: requests work again, and the log says how it ended", async () => {
      process.kill(run.database, "SIGKILL");
      await again("PostgreSQL runs again");
      await pageWorks();
      expect(run.launcher.output()).toContain(`PostgreSQL (process ${run.database}) ended by SIGKILL`);
    });

    test("the server: requests work again, and the log says how it ended", async () => {
      process.kill(run.server, "SIGKILL");
      await again("The server runs again.");
      await pageWorks();
      expect(run.launcher.output()).toContain("The server ended: it was ended by SIGKILL");
    });

    test("both at once", async () => {
      const { database, server } = pids(run.launcher);
      process.kill(database, "SIGKILL");
      process.kill(server, "SIGKILL");
      await until(() => pids(run.launcher).database !== database && pids(run.launcher).server !== server);
      await pageWorks();
    });
  });
});

describe("what cannot be started again ends the launcher with status 1, and nothing keeps running:", () => {
  const untilNoneRuns = (pids: number[]) => until(() => !pids.some(processExists));
  const failingRun = () => running("../testing/impatient-start");

  test("the server, because another program has its port", async () => {
    const { launcher, server, database } = await failingRun();
    process.kill(server, "SIGKILL");
    const other = net.createServer((socket) => socket.on("error", () => undefined).destroy());
    other.on("error", () => setTimeout(take, 1)); // the port is not free yet
    const take = () => other.listen(port, "127.0.0.1");
    take();
    expect(await launcher.ended()).toBe(1);
    other.close();
    expect(launcher.output()).toMatch(/\nThe server failed 2 times in a row and was not restarted: .*status 1\.\n$/m);
    await untilNoneRuns([server, database]);
  });

  test("PostgreSQL, because a file of it is missing", async () => {
    const { launcher, server, database } = await failingRun();
    const control = path.join(dataDir, "postgres/data/global/pg_control");
    renameSync(control, `${control}.away`);
    process.kill(database, "SIGKILL");
    try {
      expect(await launcher.ended()).toBe(1);
    } finally {
      renameSync(`${control}.away`, control);
    }
    expect(launcher.output()).toMatch(/PostgreSQL failed 2 times in a row and was not started again\.[^]*pg_control/);
    await untilNoneRuns([server, database]);
  });
});

async function isAnswered(url: string): Promise<boolean> {
  return (await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null))?.status === 200;
}

describe("what a person can mend is said plainly:", () => {
  async function refusal(more: Record<string, string>): Promise<string> {
    const launcher = startLauncher(settings(more));
    expect(await launcher.ended()).toBe(1);
    expect(launcher.output()).not.toMatch(/^\s+at /m); // no stack
    return launcher.output();
  }

  test("a port that is taken", async () => {
    const other = net.createServer().listen(port, "127.0.0.1");
    expect(await refusal({})).toContain(`Port ${port} on 127.0.0.1 is taken`);
    other.close();
  });

  test("a bad variable", async () => {
    expect(await refusal({ TOKEN_PREFIX: "no_good" })).toContain("TOKEN_PREFIX must be");
  });

  test("a data directory that cannot be written", async () => {
    const file = path.join(scratch.folder, "file");
    writeFileSync(file, "");
    expect(await refusal({ DATA_DIR: path.join(file, "data") })).toContain("Cannot write");
  });

  test("a data directory that is a file, which is kept", async () => {
    const file = path.join(scratch.folder, "another-file");
    writeFileSync(file, "precious");
    expect(await refusal({ DATA_DIR: file })).toContain(`Cannot write ${file}: a file is in its place`);
    expect(readFileSync(file, "utf8")).toBe("precious");
  });

  test("a port that is no number", async () => {
    expect(await refusal({ PORT: "abc" })).toContain("PORT must be a whole number from 0 to 65535");
  });

  test("a database that is not there", async () => {
    expect(await refusal({ DATABASE_URL: "postgresql://me:hush@127.0.0.1:1/x" })).toMatch(
      /DATABASE_URL.* cannot be used: nothing listens there/,
    );
  });
});

test("with DATABASE_URL, no embedded server is started, and two may run", async () => {
  const database = await createTestDatabase();
  const elsewhere = path.join(scratch.folder, "elsewhere");
  const urls = { DATABASE_URL: database.appUrl, MIGRATION_DATABASE_URL: database.ownerUrl, DATA_DIR: elsewhere };
  const both = [
    startLauncher({ ...urls, PORT: String(await freePort()) }),
    startLauncher({ ...urls, PORT: String(await freePort()) }),
  ];
  for (const launcher of both) await launcher.ready();
  expect(existsSync(path.join(elsewhere, "postgres"))).toBe(false);
  for (const launcher of both) expect(await launcher.end()).toBe(0);
  await database.drop();
});
