// npm run bench:followers [-- --streams=1000,10000] [--heartbeat=200] [--seconds=10]: what programs that follow
// /api/v1/changes cost a gateway of one worker, and how long after a revocation the last of them hears of it.
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ensureGateway } from "../tools/building/gateway";
import { startEmbeddedPostgres } from "../tools/embedded-postgres";
import { migrate } from "../tools/migration";
import { report } from "../tools/plain-error";
import { scratchFolder } from "../tools/testing/scratch";
import { startServer, type TestServer } from "../tools/testing/server";
import { issueTokens, type TestToken } from "../tools/testing/tokens";
import { cpuMicrosOf } from "./cpu";

const REVOCATIONS = 20;
const READY_MS = 120_000;
/** How many connections are opened at a time: the listening socket's queue is short. */
const AT_ONCE = 100;
/** The most that a token may be allowed. */
const PER_TOKEN = 10_000;

const { values } = parseArgs({
  options: {
    streams: { type: "string", default: "1000,10000" },
    heartbeat: { type: "string", default: "200" },
    seconds: { type: "string", default: "10" },
  },
});
const SECONDS = Number(values.seconds);
const say = (line: string) => console.error(line);

/** A connection that counts the changes (or resets) and heartbeats that it hears of. */
class Follower {
  changes = 0;
  beats = 0;
  isOpen = false;
  readonly #socket: Socket;

  constructor(url: URL, secret: string) {
    this.#socket = connect(Number(url.port), url.hostname);
    this.#socket.setEncoding("latin1");
    this.#socket.on("data", (text: string) => this.#hear(text));
    this.#socket.on("end", () => say("a stream ended"));
    this.#socket.on("error", (error) => say(`a stream broke off: ${error.message}`));
    this.#socket.write(
      `GET /api/v1/changes?heartbeat=${values.heartbeat} HTTP/1.1\r\nHost: ${url.host}\r\n` +
        `Authorization: Bearer ${secret}\r\nAccept: text/event-stream\r\n\r\n`,
    );
  }

  #hear(text: string): void {
    this.isOpen ||= text.includes("event: reset");
    this.changes += text.split(/event: (?:change|reset)/).length - 1;
    this.beats += text.split("event: heartbeat").length - 1;
  }

  close(): void {
    this.#socket.destroy();
  }
}

async function until(isTrue: () => boolean, what: string): Promise<void> {
  for (const end = performance.now() + READY_MS; !isTrue(); await sleep(5))
    if (performance.now() > end) throw new Error(`timed out waiting for ${what}`);
}

async function open(count: number, url: URL, secret: string): Promise<Follower[]> {
  const followers: Follower[] = [];
  while (followers.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - followers.length) }, () => new Follower(url, secret));
    await until(() => some.every(({ isOpen }) => isOpen), "streams to open");
    followers.push(...some);
  }
  return followers;
}

async function revoke(url: URL, secret: string): Promise<void> {
  const body = new URLSearchParams({ token: secret });
  const { status } = await fetch(new URL("/oauth/revoke", url), { method: "POST", body });
  if (status !== 200) throw new Error(`a revocation was answered ${status}`);
}

/** How long it took until a revocation was answered and the last follower had heard of it; in ms, by revocation. */
async function delays(followers: readonly Follower[], url: URL, tokens: readonly TestToken[]): Promise<number[]> {
  const all: number[] = [];
  for (const { secret } of tokens) {
    const heard = followers.map(({ changes }) => changes);
    const started = performance.now();
    const revoking = revoke(url, secret);
    await Promise.all([
      revoking,
      until(() => followers.every(({ changes }, at) => changes > (heard[at] ?? 0)), "a change"),
    ]);
    all.push(performance.now() - started);
    await sleep(100);
  }
  return all.sort((one, other) => one - other);
}

async function rowOf(count: number, server: TestServer): Promise<string> {
  say(`${count} streams`);
  const url = new URL(server.url);
  const { ownerUrl } = server.databaseUrls;
  const { organizationId, tokens } = await issueTokens(ownerUrl, REVOCATIONS);
  const { tokens: verifiers } = await issueTokens(ownerUrl, 1, ["verifier"], organizationId);
  const followers = await open(count, url, verifiers[0]?.secret ?? "");
  try {
    const beats = () => followers.reduce((sum, follower) => sum + follower.beats, 0);
    const [cpuBefore, beatsBefore, started] = [cpuMicrosOf(server.pid), beats(), performance.now()];
    await sleep(SECONDS * 1_000);
    const seconds = (performance.now() - started) / 1_000;
    const [spent, heard] = [(cpuMicrosOf(server.pid) - cpuBefore) / seconds, (beats() - beatsBefore) / seconds];
    const late = await delays(followers, url, tokens);
    const cells = [count, Math.round(heard), (spent / 1e6).toFixed(2), (spent / heard).toFixed(1)];
    const times = [late[Math.floor(late.length / 2)], late.at(-1)].map((ms) => Math.round(ms ?? NaN));
    return `| ${[...cells, ...times].join(" | ")} |`;
  } finally {
    for (const follower of followers) follower.close();
  }
}

async function main(): Promise<void> {
  if (process.platform !== "linux") throw new Error("It reads /proc, which only Linux has.");
  await ensureGateway();
  const most = String(PER_TOKEN);
  const scratch = scratchFolder();
  const postgres = await startEmbeddedPostgres({ dataDir: scratch.folder, fast: true });
  await migrate(postgres);
  const server = await startServer({
    mount: "gateway",
    database: postgres,
    env: { WORKERS: "1", STREAMS_PER_TOKEN: most, STREAMS_PER_ORGANIZATION: most, LOG_LEVEL: "warn" },
  });
  try {
    const rows: string[] = [];
    for (const count of values.streams.split(",").map(Number)) rows.push(await rowOf(count, server));
    console.log("| streams | heartbeats/s | cores | µs of CPU a heartbeat | the last heard, median ms | at most, ms |");
    console.log(["| --: | --: | --: | --: | --: | --: |", ...rows].join("\n"));
  } finally {
    await server.stop();
    await postgres.stop();
    scratch.remove();
  }
}

try {
  await main();
} catch (error) {
  report(error);
  process.exitCode = 1;
}
