import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../tools/testing/database";
import { type DatabaseProxy, openDatabaseProxy } from "../../tools/testing/database-proxy";
import { startServer, type TestServer } from "../../tools/testing/server";
import { stall } from "../../tools/testing/stall";
import { issueTokens } from "../../tools/testing/tokens";

/** Few enough that a slow machine answers all of them within the time of a check. */
const CLIENTS = 5;
const STALLS = 3;
/** A read times out after 5 s; the rest is margin for a busy machine. A statement of a transaction has 16 s. */
const PAGE_MS = 12_000;

let database: TestDatabase;
let wire: DatabaseProxy;
let server: TestServer;

beforeAll(async () => {
  database = await createTestDatabase();
  wire = await openDatabaseProxy(database.appUrl);
  server = await startServer({
    env: { TOKEN_CACHE: "off" },
    database: { ownerUrl: database.ownerUrl, appUrl: wire.url },
  });
});
afterAll(async () => {
  await server.stop();
  await wire.close();
  await database.drop();
});

const open = (path: string) =>
  fetch(server.url + path, { headers: { accept: "text/html" }, signal: AbortSignal.timeout(PAGE_MS) });

test("a server that was stalled for a second answers every check", async () => {
  const { tokens } = await issueTokens(database.ownerUrl, CLIENTS);
  const check = (secret: string) =>
    fetch(`${server.url}/api/v1/organization`, { headers: { authorization: `Bearer ${secret}` } });
  await Promise.all(tokens.slice(0, 5).map(({ secret }) => check(secret)));
  const statuses: number[] = [];
  let isOver = false;
  const clients = tokens.map(async ({ secret }) => {
    while (!isOver) statuses.push((await check(secret)).status);
  });
  for (let round = 0; round < STALLS; round += 1) {
    await expect.poll(() => statuses.length, { timeout: 60_000 }).toBeGreaterThan((round + 1) * CLIENTS);
    await stall(server.pid, 1_000);
  }
  isOver = true;
  await Promise.all(clients);
  expect(new Set(statuses)).toEqual(new Set([200]));
});

describe("a database that stops answering", () => {
  beforeAll(() => wire.plug(true));
  afterAll(() => wire.plug(false));

  test("all pages respond 503 with Retry-After in time", async () => {
    const pages = await Promise.all(Array.from({ length: 12 }, () => open("/login")));
    for (const page of pages) {
      expect([page.status, page.headers.get("retry-after")]).toEqual([503, "5"]);
      expect(await page.text()).toContain("The database is not available");
    }
  });
});

describe("an unavailable database", () => {
  beforeAll(() => wire.cut(true));
  afterAll(() => wire.cut(false));

  test("pages respond 503 with Retry-After", async () => {
    const page = await open("/login");
    expect([page.status, page.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await page.text()).toContain('http-equiv="refresh"');
  });
});

test("pages work again when the database is back", async () => {
  await expect.poll(async () => (await open("/login")).status, { timeout: 60_000 }).toBe(200);
});
