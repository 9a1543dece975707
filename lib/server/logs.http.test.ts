import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabaseProxy, type DatabaseProxy } from "@/tools/testing/database-proxy";
import { startServer, type TestServer } from "@/tools/testing/server";
import { useTestDatabase } from "@/tools/testing/use-database";
import { generateToken } from "../access/credentials/token-format";

const database = useTestDatabase();
let wire: DatabaseProxy;
let server: TestServer;

beforeAll(async () => {
  wire = await openDatabaseProxy(database.appUrl);
  const env = { TOKEN_CACHE: "off", LISTEN_DATABASE_URL: database.appUrl };
  server = await startServer({ database: { ...database, appUrl: wire.url }, env });
});
afterAll(async () => {
  await server.stop();
  await wire.close();
});

type Line = Record<string, unknown>;
/** The log lines since `from`. Throws on a line that is not JSON. */
const linesSince = (from: number): Line[] =>
  server
    .logs()
    .slice(from)
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
const isError = ({ level }: Line) => level === "error";

const check = () =>
  fetch(`${server.url}/api/v1/forward-auth?organization=lunalectric`, {
    headers: { authorization: `Bearer ${generateToken("latch")}` },
  });

test("a start does not compile next.config.ts again", () => {
  expect(server.logs()).toContain("listening");
  expect(server.logs()).not.toContain("next.config.ts");
});

test("an unavailable database causes a few JSON log lines, and its return is logged", async () => {
  const from = server.logs().length;
  const begun = performance.now();
  wire.cut(true);
  const statuses = new Set<number>();
  for (let round = 0; round < 10; round += 1) {
    const answers = await Promise.all([...Array.from({ length: 30 }, check), fetch(`${server.url}/login`)]);
    for (const { status } of answers) statuses.add(status);
  }
  expect(statuses).toContain(503);
  const errors = linesSince(from).filter(isError);
  // The first failure, and a count every 10 s.
  expect(errors.length).toBeLessThanOrEqual(2 + (performance.now() - begun) / 10_000);
  expect(errors[0]).toMatchObject({ msg: expect.stringMatching(/^the database is away: /) });
  // The job runner may have been the first to ask; a request has a name.
  if (!String(errors[0]?.msg).includes("job runner"))
    expect(errors[0]).toMatchObject({
      requestId: expect.stringMatching(/\w/),
      route: expect.stringMatching(/^\//),
    });

  wire.cut(false);
  const back = () => linesSince(from).find(({ msg }) => String(msg).startsWith("the database is back after "));
  await expect.poll(back, { timeout: 60_000 }).toMatchObject({ seconds: expect.any(Number) });
  expect(Number(back()?.failures)).toBeGreaterThanOrEqual(300);
});

test("the access log has a line per request with the id that the client got, and none per token check", async () => {
  const from = server.logs().length;
  const page = await fetch(`${server.url}/login?next=%2Fadmin`, { redirect: "manual" });
  await page.text();
  const api = await fetch(`${server.url}/api/v1/organization?secret=in-the-query`);
  const refused = await fetch(`${server.url}/login`, { method: "POST" });
  await check();
  await fetch(`${server.url}/api/health/live`);
  const kinds = () => linesSince(from).flatMap(({ msg, kind }) => (msg === "request" ? [String(kind)] : []));
  await expect.poll(() => kinds().sort()).toEqual(["api", "page", "refused"]);
  const byKind = (kind: string) => linesSince(from).find((line) => line.kind === kind);
  expect(byKind("page")).toMatchObject({
    level: "info",
    method: "GET",
    route: "/login",
    status: page.status,
    ms: expect.any(Number),
    address: "127.0.0.1",
    requestId: page.headers.get("x-request-id"),
  });
  expect(byKind("api")).toMatchObject({
    route: "/api/v1/organization",
    status: 401,
    requestId: api.headers.get("x-request-id"),
  });
  expect(byKind("refused")).toMatchObject({ method: "POST", status: refused.status });
  expect(server.logs()).not.toContain("in-the-query");
});

test("an untrusted peer that sends forwarded headers causes a warning, and other peers do not", async () => {
  const from = server.logs().length;
  await fetch(`${server.url}/login`, { redirect: "manual" });
  expect(server.logs().slice(from)).not.toContain("TRUSTED_PROXIES");
  const headers = { "x-forwarded-for": "203.0.113.9" };
  for (let i = 0; i < 3; i += 1) await fetch(`${server.url}/login`, { headers, redirect: "manual" });
  const warnings = () => linesSince(from).filter(({ msg }) => String(msg).includes("TRUSTED_PROXIES"));
  await expect.poll(warnings).toMatchObject([{ level: "warn", peer: "127.0.0.1" }]);
});
