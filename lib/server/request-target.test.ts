import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rawRequest, sendRaw } from "../../tools/testing/raw-http";
import { useTestDatabase } from "../../tools/testing/use-database";
import { apiListener } from "../api/mounts/node";
import { createFront, serve, serveApiAlone } from "./create";

useTestDatabase();

const servers: Server[] = [];
const urls = { server: "", gateway: "" };
beforeAll(async () => {
  const api = apiListener();
  const [server, gateway] = [createFront(), createFront()];
  serve(server, {
    api,
    files: new Map(),
    pages: (request, response) => void response.end(`page ${request.url} of ${request.headers.host}`),
  });
  serveApiAlone(gateway, api);
  for (const [name, each] of Object.entries({ server, gateway })) {
    await new Promise<void>((resolve) => each.listen(0, "127.0.0.1", resolve));
    urls[name as keyof typeof urls] = `http://127.0.0.1:${(each.address() as AddressInfo).port}`;
    servers.push(each);
  }
});
afterAll(() => servers.forEach((server) => server.close()));

describe.each(["server", "gateway"] as const)("the %s", (name) => {
  const url = () => urls[name];
  const hostless = (start: string, ...headers: string[]) =>
    sendRaw(url(), `${[start, "Connection: close", ...headers].join("\r\n")}\r\n\r\n`);

  test.each(["/api/health/live", "/.well-known/oauth-authorization-server", "/api/v1/openapi.json"])(
    "answers HTTP/1.0 without Host, as load balancers ask: %s",
    async (path) => {
      expect((await hostless(`GET ${path} HTTP/1.0`)).status).toBe(200);
    },
  );

  test("refuses HTTP/1.1 without Host, and says why", async () => {
    expect(await hostless("GET /api/health/live HTTP/1.1")).toMatchObject({
      status: 400,
      body: expect.stringContaining("Host") as string,
    });
  });

  test("accepts an absolute-form target", async () => {
    expect((await rawRequest(url(), "GET HTTP://x/api/health/live?a=b")).status).toBe(200);
    expect((await hostless("GET http://x/api/health/live HTTP/1.1", "Host: y")).status).toBe(200);
  });

  test.each(["http://a@x/api/health/live", "http:///api/health/live", "http://x:99999/api/health/live", "ftp://x/"])(
    "refuses the target %s, and says why",
    async (target) => {
      const answer = await rawRequest(url(), `GET ${target}`);
      expect([answer.status, answer.body.length > 0]).toEqual([400, true]);
    },
  );

  test("answers OPTIONS *, and refuses other methods on it", async () => {
    const { status, head } = await rawRequest(url(), "OPTIONS *");
    expect([status, /^allow: .*GET/im.test(head)]).toEqual([204, true]);
    expect(await rawRequest(url(), "GET *")).toMatchObject({ status: 400, body: expect.stringMatching(/./) as string });
  });

  test.each([
    "/x/../api/health/live",
    "/./api/health/live",
    "/api/./health/live",
    "/x/%2e%2E/api/health/live",
    "/x\\..\\api/health/live",
    "/x/..//../api/health/live",
  ])("resolves %s before it decides who answers", async (path) => {
    const { status, body } = await rawRequest(url(), `GET ${path}`);
    expect([status, body]).toEqual([200, '{"status":"ok"}']);
  });

  test.each([
    ["what is no HTTP", "rubbish\r\n\r\n", 400],
    ["a header that is none", "GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n", 400],
    ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400],
    ["headers without end", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, 431],
    ["CONNECT", "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", 405],
  ])("refuses %s with a body that says so", async (_, text, status) => {
    const answer = await sendRaw(url(), text);
    expect([answer.status, answer.body.length > 0]).toEqual([status, true]);
    expect(answer.head).toMatch(new RegExp(`content-length: ${answer.body.length}\\b`, "i"));
  });
});

test("the authority of an absolute-form target counts instead of the Host header", async () => {
  const answer = await rawRequest(urls.server, "GET http://latchkey.example:8080/login?a=b");
  expect(answer.body).toContain("page /login?a=b of latchkey.example:8080");
});

test("a page's dot segments are resolved too", async () => {
  expect((await rawRequest(urls.server, "GET /api/../login?next=/../x")).body).toContain("page /login?next=/../x");
});
