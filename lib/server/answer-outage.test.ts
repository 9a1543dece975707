import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DatabaseProxy, openDatabaseProxy } from "../../tools/testing/database-proxy";
import { useTestDatabase } from "../../tools/testing/use-database";
import { closeDatabase, db } from "../platform/db";
import { inTransaction } from "../platform/db/transaction";
import { serve } from "./create";

const database = useTestDatabase();
let wire: DatabaseProxy;
let server: Server;
let url: string;

/** A page as Next serves it: a thrown error becomes a 500, written in several chunks. */
const pages: RequestListener = (request, response) => {
  const broken = () => {
    response.statusCode = 500;
    response.setHeader("content-type", "text/html");
    response.setHeader("content-encoding", "identity");
    response.write("<p>Something ");
    response.end("went wrong</p>");
  };
  if (request.url === "/broken") return broken();
  const work = request.url === "/change" ? inTransaction(async () => ({ ok: true })) : db().$queryRaw`SELECT 1`;
  work.then(() => response.end("fine"), broken);
};

beforeAll(async () => {
  wire = await openDatabaseProxy(database.appUrl);
  process.env.DATABASE_URL = wire.url;
  server = createServer();
  serve(server, { api: null, files: new Map(), pages });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await closeDatabase();
  await wire.close();
});

const open = (path: string, headers: Record<string, string> = {}) =>
  fetch(url + path, { headers: { accept: "text/html,*/*", connection: "close", ...headers } });

test("while the database is available, responses are unchanged", async () => {
  expect(await (await open("/")).text()).toBe("fine");
  expect((await open("/broken")).status).toBe(500);
});

describe.each([
  ["away", (is: boolean) => wire.cut(is)],
  ["silent", (is: boolean) => wire.plug(is)],
] as const)("while the database is %s", (_what, set) => {
  beforeAll(() => set(true));
  afterAll(() => set(false));

  test.concurrent.each(["/", "/change"])(
    "a browser gets a page that names the outage and retries: %s",
    async (path) => {
      const response = await open(path, { cookie: "a=b; theme=dark" });
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toBe("5");
      expect(response.headers.get("content-encoding")).toBeNull();
      const page = await response.text();
      expect(page).toContain("The database is not available");
      expect(page).toContain('<meta http-equiv="refresh" content="5">');
      expect(page).toContain('data-theme="dark"');
      expect(page).not.toContain("Something");
    },
  );

  test.concurrent.each<Record<string, string>>([{ rsc: "1" }, { "next-action": "x" }, { accept: "application/json" }])(
    "other clients get a line of text: %o",
    async (headers) => {
      const response = await open("/", headers);
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toBe("5");
      expect(await response.text()).toMatch(/^The database is not available\./);
    },
  );

  test("an unrelated error stays a 500", async () => {
    const response = await open("/broken");
    expect([response.status, await response.text()]).toEqual([500, "<p>Something went wrong</p>"]);
  });
});

test("pages work again when the database is back", async () => {
  await expect.poll(async () => (await open("/")).status).toBe(200);
});
