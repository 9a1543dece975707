import { afterEach, expect, test } from "vitest";
import { childrenOf, processExists } from "../../../tools/testing/launcher-process";
import { issueTokens, usesOf } from "../../../tools/testing/tokens";
import { until } from "../../../tools/testing/scratch";
import { startServer, type TestServer } from "../../../tools/testing/server";

const METRICS_TOKEN = "metrics-metrics-metrics";
let server: TestServer | undefined;
afterEach(() => server?.stop());

/** The gateway, with both workers up. */
async function start(): Promise<TestServer> {
  const running = (server = await startServer({ mount: "gateway", env: { METRICS_TOKEN, WORKERS: "2" } }));
  await until(() => bothScraped(running.url));
  return running;
}

async function bothScraped(url: string): Promise<boolean> {
  const text = await scrape(url);
  return ["1", "2"].every((worker) => text.includes(`{worker="${worker}"}`));
}

const scrape = async (url: string) =>
  (await fetch(`${url}/api/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).text();
/** Whether it answers within 2 s: a connection that was handed to a worker as it died may never be answered. */
const isAlive = async (url: string) =>
  (await fetch(`${url}/api/health/live`, { signal: AbortSignal.timeout(2_000) }).catch(() => null))?.status === 200;
const workersOf = ({ pid }: TestServer) => childrenOf(pid, "gateway.mjs");

test("the gateway serves the API and nothing else", async () => {
  const { url } = await start();
  expect((await fetch(`${url}/api/health/ready`)).status).toBe(200);
  for (const path of ["/", "/login", "/api/auth/session", "/_next/static/x.js"]) {
    const answer = await fetch(url + path, { redirect: "manual" });
    expect([path, answer.status, answer.headers.get("content-type")]).toEqual([path, 404, "application/problem+json"]);
  }
  expect((await fetch(`${url}/login`, { method: "POST", body: "x" })).status).toBe(404);
});

test("a scrape tells of all workers, whichever answers it", async () => {
  const { url } = await start();
  for (let i = 0; i < 3; i += 1) {
    const text = await scrape(url);
    for (const worker of ["1", "2"])
      expect(text).toMatch(new RegExp(`latchkey_process_resident_memory_bytes\\{worker="${worker}"\\} \\d`));
    expect(text.match(/# TYPE latchkey_process_resident_memory_bytes/g)).toHaveLength(1);
  }
});

test("what a proxy appends to its question cannot change what its configuration demands", async () => {
  const { url, databaseUrls } = await start();
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

test("a worker that dies is replaced, and the others go on meanwhile", async () => {
  const running = await start();
  const [victim = 0] = workersOf(running);
  process.kill(victim, "SIGKILL");
  await until(() => isAlive(running.url));
  await until(() => workersOf(running).length === 2 && !workersOf(running).includes(victim));
});

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s ends it in order: what was counted is written, and its status is 0",
  async (signal) => {
    const running = await start();
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
  },
);

test("when the primary is killed, its workers write what they counted and end", async () => {
  const running = await start();
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
