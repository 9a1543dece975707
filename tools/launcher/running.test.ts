import { renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { endEmbeddedPostgres } from "../embedded-postgres/end";
import { ROOT } from "../project";
import { scratchFolder } from "../testing/scratch";
import { freePort } from "./address";
import { type LaunchOptions, runServer, withEnvironment } from "./running";

const scratch = scratchFolder();
const dataDir = path.join(scratch.folder, "data");
const script = path.join(scratch.folder, "server.mjs");
/** A server that is asked to answers nothing from its next start on. */
const broken = path.join(scratch.folder, "broken");

let port = 0;
let lines: string[] = [];
let stop: AbortController;
const options = (): LaunchOptions => ({
  environment: { NODE_ENV: "production", DATA_DIR: dataDir },
  stop: stop.signal,
  abortNow: new AbortController().signal,
  log: (line) => lines.push(line),
  maxFailures: 2,
});

beforeAll(async () => {
  port = await freePort();
});
beforeEach(() => {
  stop = new AbortController();
  lines = [];
});
afterEach(() => {
  stop.abort();
  vi.restoreAllMocks();
  rmSync(broken, { force: true });
});
afterAll(async () => {
  await endEmbeddedPostgres(dataDir);
  scratch.remove();
});

/** Runs a script as the server, and does `onReady` whenever it answers. Returns why it was given up. */
async function giveUp(source: string, onReady: () => void): Promise<string> {
  writeFileSync(script, source);
  const url = `http://127.0.0.1:${port}`;
  const log = (line: string) => {
    lines.push(line);
    if (line === "ready" || line === "The server runs again.") onReady();
  };
  const plan = {
    script: path.relative(ROOT, script),
    environment: { NODE_ENV: "production" as const, PORT: String(port) },
    url,
    greeting: async () => "ready",
  };
  return runServer({ ...options(), log }, plan).then(
    () => "it was stopped",
    (error: Error) => error.message,
  );
}

/** Answers, and ends with status 7 when it is asked for /end. */
const SERVER = `
  import { existsSync } from "node:fs";
  import { createServer } from "node:http";
  if (existsSync(${JSON.stringify(broken)})) process.exit(7);
  const server = createServer(({ url }, response) => (url === "/end" ? process.exit(7) : response.end()));
  server.listen(process.env.PORT, "127.0.0.1");`;
const end = () => void fetch(`http://127.0.0.1:${port}/end`).catch(() => undefined);

test("a server that keeps ending is started again, and is given up after so many failures in a row", async () => {
  const reason = "it ended with status 7";
  expect(await giveUp(SERVER, end)).toBe(`The server failed 2 times in a row and was not restarted: ${reason}.`);
  expect(lines).toEqual([
    "ready",
    `The server ended: ${reason}. Next start in 0.1 s.`,
    "The server runs again.",
    `The server ended: ${reason}. Next start in 0.2 s.`,
    "The server runs again.",
  ]);
});

test("a server that never answers again is given up, however long each start takes", async () => {
  let clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (clock += 60_000));
  const breakAndEnd = () => {
    writeFileSync(broken, "");
    end();
  };
  expect(await giveUp(SERVER, breakAndEnd)).toContain("The server failed 2 times in a row");
});

test("a server whose first start fails is not started again, and no output of it is claimed", async () => {
  expect(await giveUp(`process.kill(process.pid, "SIGKILL")`, end)).toBe(
    "The server could not start: it was ended by SIGKILL. Any reason it gave is above.",
  );
  expect(lines).toEqual([]);
});

test("when PostgreSQL cannot be kept running, the work on it is stopped, and the failure says why", async () => {
  let isStopped = false;
  const running = withEnvironment(options(), async ({ embedded }, { stop }) => {
    const control = path.join(embedded?.home ?? "", "data", "global", "pg_control");
    renameSync(control, `${control}.away`);
    process.kill(embedded?.pid ?? 0, "SIGKILL");
    await new Promise((resolve) => stop.addEventListener("abort", resolve));
    isStopped = true;
  });
  await expect(running).rejects.toThrow(/PostgreSQL failed 2 times in a row[^]*pg_control/);
  expect(isStopped).toBe(true);
});
