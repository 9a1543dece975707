import type http from "node:http";
import { createServer } from "node:net";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { LEASE_MS } from "../../access/token-cache/lease";
import { freePort } from "../../../tools/launcher/address";
import { connectionsTo, statusOf } from "../../../tools/testing/ask";
import { createTestDatabase } from "../../../tools/testing/database";
import { childrenOf, processExists } from "../../../tools/testing/launcher-process";
import { issueTokens, usesOf } from "../../../tools/testing/tokens";
import { until } from "../../../tools/testing/scratch";
import { type Mount, startServer, type TestServer } from "../../../tools/testing/server";
import { fastest } from "../../../tools/testing/timing";

const METRICS_TOKEN = "metrics-metrics-metrics";

/** Starts the gateway and waits for both workers. */
async function start(mount: Mount): Promise<TestServer> {
  const running = await startServer({ mount, env: { METRICS_TOKEN, WORKERS: "2" } });
  await until(() => bothScraped(running.url));
  return running;
}

async function bothScraped(url: string): Promise<boolean> {
  const text = await scrape(url);
  return ["1", "2"].every((worker) => text.includes(`{worker="${worker}"}`));
}

const scrape = async (url: string) =>
  (await fetch(`${url}/api/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).text();
/** Whether it answers within 2 s. A connection that a dying worker accepted may never be answered. */
const isAlive = async (url: string) =>
  (await fetch(`${url}/api/health/live`, { signal: AbortSignal.timeout(2_000) }).catch(() => null))?.status === 200;
/** The samples of a metric, whole numbers, of both workers. */
const samplesOf = async ({ url }: TestServer, metric: string) =>
  [...(await scrape(url)).matchAll(new RegExp(`^${metric}\\{worker="[12]"\\} (\\d+)$`, "gm"))].map((match) =>
    Number(match[1]),
  );
const workersOf = ({ pid }: TestServer) => childrenOf(pid, "gateway.mjs");

/** One of the workers' processes. */
function workerOf(running: TestServer): number {
  const [pid] = workersOf(running);
  if (pid === undefined) throw new Error("there is no worker"); // 0 would be this process and its group
  return pid;
}

/** How many instances those who revoke wait for, and how many connections token caches have. */
async function cachesOf({
  databaseUrls,
}: Pick<TestServer, "databaseUrls">): Promise<{ listed: number; connections: number }> {
  const client = new pg.Client({ connectionString: databaseUrls.ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ listed: number; connections: number }>(
    `SELECT (SELECT count(*)::int FROM "Listener" WHERE "validUntil" > now()) AS listed,
       (SELECT count(*)::int FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'latchkey cache') AS connections`,
  );
  await client.end();
  return rows[0] ?? { listed: NaN, connections: NaN };
}

/** A token that both workers answer for from memory, with connections to both of them that stay open. */
async function rememberedToken(running: TestServer) {
  const {
    organizationId,
    tokens: [token],
  } = await issueTokens(running.databaseUrls.ownerUrl, 1);
  const secret = token?.secret ?? "";
  const open = () => Array.from({ length: 4 }, () => connectionsTo(1)); // the workers take turns
  let agents = open();
  const check = (agent: http.Agent) =>
    statusOf(`${running.url}/api/v1/forward-auth?organization=${organizationId}`, {
      method: "GET",
      agent,
      headers: { authorization: `Bearer ${secret}` },
    });
  const checkAll = () => Promise.all(agents.map(check));
  const hits = () => samplesOf(running, "latchkey_token_cache_hits_total");
  const bothAnswerFromMemory = async () => {
    const [one = 0, two = 0] = await hits();
    const areAccepted = (await checkAll()).every((status) => status === 200);
    const [oneNow = 0, twoNow = 0] = await hits();
    if (areAccepted && oneNow > one && twoNow > two && oneNow + twoNow - one - two === agents.length) return true;
    for (const agent of agents) agent.destroy();
    agents = open();
    return false;
  };
  await until(bothAnswerFromMemory);
  const revoke = (agent?: http.Agent) =>
    until(
      async () =>
        (await statusOf(`${running.url}/oauth/revoke`, { method: "POST", agent, form: { token: secret } })) === 200,
    );
  return { agents, checkAll, revoke };
}

const REFUSED = [401, 401, 401, 401];

/** The gateway on each of its runtimes. */
const GATEWAYS = ["gateway", "gateway on Bun"] as const;

describe.each(GATEWAYS)("a %s", (mount) => {
  let running: TestServer;
  beforeAll(async () => {
    running = await start(mount);
  });
  afterAll(() => running.stop());

  test("serves the API and nothing else", async () => {
    const { url } = running;
    expect((await fetch(`${url}/api/health/ready`)).status).toBe(200);
    for (const path of ["/", "/login", "/api/auth/session", "/_next/static/x.js"]) {
      const answer = await fetch(url + path, { redirect: "manual" });
      expect([path, answer.status, answer.headers.get("content-type")]).toEqual([
        path,
        404,
        "application/problem+json",
      ]);
    }
    expect((await fetch(`${url}/login`, { method: "POST", body: "x" })).status).toBe(404);
  });

  test("a scrape contains the metrics of all workers", async () => {
    const { url } = running;
    for (let i = 0; i < 3; i += 1) {
      const text = await scrape(url);
      for (const worker of ["1", "2"])
        expect(text).toMatch(new RegExp(`latchkey_process_resident_memory_bytes\\{worker="${worker}"\\} \\d`));
      expect(text.match(/# TYPE latchkey_process_resident_memory_bytes/g)).toHaveLength(1);
    }
  });

  test("parameters appended to a proxy's request cannot change the configured demand", async () => {
    const { url, databaseUrls } = running;
    const {
      organizationId,
      tokens: [token],
    } = await issueTokens(databaseUrls.ownerUrl, 1);
    const ask = async (demand: string, appended: string) =>
      (
        await fetch(`${url}/api/v1/forward-auth?${demand}&cookie=0&for=/orders?${appended}`, {
          headers: { authorization: `Bearer ${token?.secret}` },
        })
      ).status;
    expect(
      await ask(`organization=${organizationId}&permission=viewer`, "organization=another&permission=owner&cookie=1"),
    ).toBe(200);
    expect(await ask(`organization=${organizationId}&permission=editor`, "permission=viewer")).toBe(403);
    expect(await ask("organization=another&permission=viewer", `organization=${organizationId}`)).toBe(401);
  });

  test("the workers share one listener, and each answers from memory", async () => {
    await rememberedToken(running);
    expect(await samplesOf(running, "latchkey_token_cache_lease_held")).toEqual([1, 1]);
    expect(await cachesOf(running)).toEqual({ listed: 1, connections: 3 });
  });

  test("a revocation through a worker is acknowledged by all of them before a lease could run out", async () => {
    const times: number[] = [];
    for (let i = 0; i < 5 && Math.min(...times) >= LEASE_MS; i += 1) {
      const { agents, checkAll, revoke } = await rememberedToken(running);
      times.push(await fastest({ tries: 1, enough: 0 }, () => revoke(agents[0])));
      expect(await checkAll()).toEqual(REFUSED);
    }
    expect(Math.min(...times)).toBeLessThan(LEASE_MS);
  });

  test("a worker that is stopped accepts nothing that was revoked since when it goes on", async () => {
    const { agents, checkAll, revoke } = await rememberedToken(running);
    const stopped = workerOf(running);
    process.kill(stopped, "SIGSTOP");
    try {
      await Promise.any(agents.map(revoke));
    } finally {
      process.kill(stopped, "SIGCONT");
    }
    expect(await checkAll()).toEqual(REFUSED);
    expect(await checkAll()).toEqual(REFUSED);
  });

  test("no worker accepts what is revoked while the primary is stopped, nor when it goes on", async () => {
    const { agents, checkAll, revoke } = await rememberedToken(running);
    process.kill(running.pid, "SIGSTOP");
    try {
      await revoke(agents[0]);
      expect(await checkAll()).toEqual(REFUSED);
    } finally {
      process.kill(running.pid, "SIGCONT");
    }
    for (let i = 0; i < 5; i += 1) expect(await checkAll()).toEqual(REFUSED);
  });

  test("a second one on its port ends, and says why", async () => {
    const { url, databaseUrls } = running;
    // It may end before or after the first one has answered in its place.
    const second = startServer({ mount, database: databaseUrls, env: { PORT: new URL(url).port } }).then(
      async (started) => Promise.reject(new Error(`${await started.ended}\n${started.logs()}`)),
    );
    await expect(second).rejects.toThrow(/it ended with status 1[\s\S]*The gateway cannot listen on 127\.0\.0\.1/);
    expect(await isAlive(url)).toBe(true);
  });

  test("a dead worker is replaced while the others keep serving", async () => {
    const victim = workerOf(running);
    process.kill(victim, "SIGKILL");
    await until(() => isAlive(running.url));
    await until(() => workersOf(running).length === 2 && !workersOf(running).includes(victim));
  });
});

describe.each(GATEWAYS)("a %s that ends", (mount) => {
  let server: TestServer | undefined;
  afterEach(() => server?.stop());

  test.each(["SIGTERM", "SIGINT"] as const)(
    "%s ends it gracefully: usage is written, and the exit status is 0",
    async (signal) => {
      const running = (server = await start(mount));
      const {
        organizationId,
        tokens: [token],
      } = await issueTokens(running.databaseUrls.ownerUrl, 1);
      const answer = await fetch(`${running.url}/api/v1/forward-auth?organization=${organizationId}`, {
        headers: { authorization: `Bearer ${token?.secret}`, connection: "close" },
      });
      expect(answer.status).toBe(200);
      const workers = workersOf(running);
      process.kill(running.pid, signal);
      expect(await running.ended).toBe("it ended with status 0");
      expect(workers.filter(processExists)).toEqual([]);
      expect(await usesOf(running.databaseUrls.ownerUrl)).toBe(1);
      expect((await cachesOf(running)).listed).toBe(0);
    },
  );

  test("because it cannot listen leaves nothing that those who revoke would wait for", async () => {
    const port = await freePort();
    const other = createServer().listen(port, "127.0.0.1");
    const database = await createTestDatabase();
    await expect(startServer({ mount, database, env: { PORT: String(port) } })).rejects.toThrow("did not start");
    expect((await cachesOf({ databaseUrls: database })).listed).toBe(0);
    await database.drop();
    other.close();
  });

  test("when the primary is killed, its workers write their usage and exit", async () => {
    const running = (server = await start(mount));
    const {
      organizationId,
      tokens: [token],
    } = await issueTokens(running.databaseUrls.ownerUrl, 1);
    await fetch(`${running.url}/api/v1/forward-auth?organization=${organizationId}`, {
      headers: { authorization: `Bearer ${token?.secret}`, connection: "close" },
    });
    const workers = workersOf(running);
    process.kill(running.pid, "SIGKILL");
    await until(() => !workers.some(processExists));
    expect(await usesOf(running.databaseUrls.ownerUrl)).toBe(1);
  });
});
