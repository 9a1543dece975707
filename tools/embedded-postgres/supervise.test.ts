import { renameSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { scratchFolder, until } from "../testing/scratch";
import { endEmbeddedPostgres } from "./end";
import { type EmbeddedPostgres, startEmbeddedPostgres } from ".";
import { prepareLayout } from "./layout";
import { findPostmaster, isPostmasterOf } from "./postmaster";
import { supervise } from "./supervise";

const scratch = scratchFolder();
const dataDir = path.join(scratch.folder, "data");
const data = path.join(dataDir, "postgres", "data");
const pidNow = () => findPostmaster({ data })?.pid ?? null;

interface User {
  server: EmbeddedPostgres;
  lines: string[];
  supervision: Promise<void>;
  leave(): Promise<void>;
}

let users: User[] = [];
beforeEach(() => {
  users = [];
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const user of users) await user.leave();
});
afterAll(async () => {
  await endEmbeddedPostgres(dataDir);
  scratch.remove();
});

/** A process that has joined the server and supervises it. */
async function use(maxFailures?: number): Promise<User> {
  const server = await startEmbeddedPostgres({ dataDir, fast: true });
  const lines: string[] = [];
  const stop = new AbortController();
  const supervision = server.supervise({ stop: stop.signal, log: (line) => lines.push(line), maxFailures });
  supervision.catch(() => undefined);
  const leave = async () => {
    stop.abort();
    await supervision.catch(() => undefined);
    await server.stop();
  };
  const user = { server, lines, supervision, leave };
  users.push(user);
  return user;
}

function kill(pid: number | null): void {
  if (pid === null) throw new Error("no server runs");
  process.kill(pid, "SIGKILL");
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** Whether the server at `url` accepts connections now. */
async function answers(url: string): Promise<boolean> {
  return connect(url).then(
    (client) => client.end().then(() => true),
    () => false,
  );
}

test("a server that ends is started again at the same URL, and the log says how it ended", async () => {
  const { server, lines } = await use();
  kill(server.pid);
  await until(() => lines.some((line) => line.includes("runs again")), 60_000);
  expect(lines[0]).toContain(`PostgreSQL (process ${server.pid}) ended by SIGKILL. The end of `);
  expect(lines[0]).toContain("database system is ready to accept connections");
  const client = await connect(server.appUrl);
  await client.end();
});

test("of several that supervise one server, one starts it and all find it", async () => {
  const several = [await use(), await use(), await use()];
  const restartsIn = (lines: string[]) => lines.filter((line) => line.includes("runs again"));
  for (let i = 0; i < 3; i += 1) {
    const before = pidNow();
    for (const { lines } of several) lines.length = 0;
    kill(before);
    // A supervisor that checks only after the restart reports nothing and watches the new process.
    await until(() => several.some(({ lines }) => restartsIn(lines).length > 0), 60_000);
    await until(() => answers(several[i]?.server.appUrl ?? ""), 60_000);
    expect(pidNow()).not.toBe(before);
    // Each supervisor that noticed the end reports the running process. One that was still in its previous round may
    // report the ending process, and then watches the new one without a report.
    const isFound = (lines: string[]) => {
      const last = restartsIn(lines).at(-1);
      return last === undefined || [pidNow(), before].some((pid) => last.includes(`(process ${pid})`));
    };
    await until(() => several.every(({ lines }) => isFound(lines)), 60_000);
  }
}, 180_000);

test("a session that outlives its server delays the restart, and does not prevent it", async () => {
  const { server, lines } = await use();
  const client = await connect(server.superuserUrl);
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const backend = rows[0]?.pid ?? 0;
  process.kill(backend, "SIGSTOP"); // it cannot notice that the server is gone, and holds its shared memory
  try {
    kill(server.pid);
    await until(() => lines.some((line) => line.includes("pre-existing shared memory block")));
    expect(lines.some((line) => line.includes("runs again"))).toBe(false);
  } finally {
    process.kill(backend, "SIGCONT");
  }
  await until(() => lines.some((line) => line.includes("runs again")), 60_000);
});

test("a server that cannot start is given up after so many failures, with the end of its log", async () => {
  const { server, supervision } = await use(3);
  const control = path.join(data, "global", "pg_control");
  renameSync(control, `${control}.away`);
  kill(server.pid);
  await expect(supervision).rejects.toThrow(/failed 3 times in a row[^]*pg_control/);
  renameSync(`${control}.away`, control);
});

test("a server that fails late in each start, as in a long recovery, is given up too", async () => {
  let clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => clock);
  const layout = prepareLayout(path.join(scratch.folder, "never-up"));
  const start = () => {
    clock += 60_000;
    return Promise.reject(new Error("PANIC: no space left"));
  };
  const options = { stop: new AbortController().signal, log: () => undefined, maxFailures: 3 };
  await expect(supervise({ layout, pid: 1, start }, options)).rejects.toThrow("failed 3 times in a row");
});

test("stopping during the back-off leaves no server behind", async () => {
  const { server, lines, leave } = await use();
  const control = path.join(data, "global", "pg_control");
  renameSync(control, `${control}.away`);
  kill(server.pid);
  await until(() => lines.some((line) => line.includes("did not come up")));
  renameSync(`${control}.away`, control);
  await leave();
  users = [];
  expect(pidNow()).toBe(null);
  expect(isPostmasterOf(server.pid, data)).toBe(false);
});
