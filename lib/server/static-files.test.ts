import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { scratchFolder } from "../../tools/testing/scratch";
import { readStaticFiles, sendStaticFile } from "./static-files";

const SCRIPT = "console.log('hello');".repeat(50);
const scratch = scratchFolder();
let server: Server;
let url: string;

beforeAll(async () => {
  vi.stubEnv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none");
  mkdirSync(path.join(scratch.folder, "chunks"));
  writeFileSync(path.join(scratch.folder, "chunks/a.js.br"), brotliCompressSync(SCRIPT));
  writeFileSync(path.join(scratch.folder, "chunks/b.js"), SCRIPT);
  const files = readStaticFiles(scratch.folder);
  server = createServer(
    (request, response) =>
      sendStaticFile(files, request, response, request.url ?? "") || response.writeHead(404).end("left to Next"),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  scratch.remove();
});

const ask = (asked: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(url + asked, { method, headers: { "accept-encoding": "gzip, deflate, br", ...headers } });

test("a compressed file is sent as it is, cacheable forever", async () => {
  const answer = await ask("/_next/static/chunks/a.js");
  expect(await answer.text()).toBe(SCRIPT);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-encoding": "br",
    "content-type": "application/javascript; charset=UTF-8",
    "cache-control": "public, max-age=31536000, immutable",
    vary: "Accept-Encoding",
    "x-content-type-options": "nosniff",
  });
});

test("HEAD returns its length without a body", async () => {
  const answer = await ask("/_next/static/chunks/a.js", {}, "HEAD");
  expect([answer.status, answer.headers.get("content-length"), await answer.text()]).toEqual([
    200,
    String(brotliCompressSync(SCRIPT).length),
    "",
  ]);
});

test.each(["gzip", "br;q=0", "br;q=0.0, gzip", "brx", ""])(
  "a client that accepts %j is served by Next",
  async (accepted) => {
    expect((await ask("/_next/static/chunks/a.js", { "accept-encoding": accepted })).status).toBe(404);
  },
);

test.each(["br", "gzip;q=0.5, br;q=0.9", "BR", "br;q=1.0"])("a client that accepts %j gets it", async (accepted) => {
  expect(
    (await ask("/_next/static/chunks/a.js", { "accept-encoding": accepted })).headers.get("content-encoding"),
  ).toBe("br");
});

test.each([
  ["/_next/static/chunks/b.js"],
  ["/_next/static/chunks/a.js.br"],
  ["/_next/static/../static/chunks/a.js"],
  ["/_next/static/chunks/%61.js"],
  ["/chunks/a.js"],
])("%s is served by Next", async (asked) => {
  // Clients resolve dot segments before they send a request.
  expect((await ask(asked)).status).toBe(asked.includes("..") ? 200 : 404);
});

test("other methods are handled by Next", async () => {
  expect((await ask("/_next/static/chunks/a.js", {}, "POST")).status).toBe(404);
  expect((await ask("/_next/static/chunks/a.js", { range: "bytes=0-5" })).status).toBe(404);
});

test("without a folder there is nothing to send", () => {
  expect(readStaticFiles(path.join(scratch.folder, "nothing")).size).toBe(0);
});
