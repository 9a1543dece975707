import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RawAnswer, sendRaw } from "../../../tools/testing/raw-http";
import { startServer, type TestServer } from "../../../tools/testing/server";
import { issueTokens } from "../../../tools/testing/tokens";

/** The server closes a connection whose headers are late after 15 s; the rest is margin for a busy machine. */
const LATE_MS = 45_000;

describe.each(["gateway", "gateway on Bun"] as const)("the %s", (mount) => {
  let server: TestServer;
  let guarded: string;
  let secrets: readonly string[];
  beforeAll(async () => {
    server = await startServer({ mount, env: { WORKERS: "1" } });
    const { organizationId, tokens } = await issueTokens(server.databaseUrls.ownerUrl, 2);
    guarded = `/api/v1/forward-auth?organization=${organizationId}`;
    secrets = tokens.map(({ secret }) => secret);
  }, 180_000);
  afterAll(() => server?.stop());

  const send = (...lines: string[]) => sendRaw(server.url, lines.join("\r\n"), 1_500);
  const get = (...headers: string[]) => send(`GET ${guarded} HTTP/1.1`, "Host: x", ...headers, "", "");
  const post = (headers: string[], body: string) =>
    send("POST /api/health/live HTTP/1.1", "Host: x", ...headers, "", body);
  const bearer = (index = 0) => `Authorization: Bearer ${secrets[index]}`;
  /** How many responses came on the connection. */
  const answers = ({ head, body }: RawAnswer) => `${head}\r\n\r\n${body}`.match(/HTTP\/1\.1 \d/g)?.length ?? 0;

  test("one token is accepted, and two are refused, wherever an empty one stands", async () => {
    expect((await get(bearer())).status).toBe(200);
    expect((await get(bearer(), bearer(1))).status).toBe(401);
    expect((await get(bearer(), bearer())).status).toBe(401);
    expect((await get("Authorization:", bearer())).status).toBe(401);
    expect((await get(bearer(), "Authorization:")).status).toBe(401);
  });

  test.each([
    ["a second Host", "Host: y"],
    ["the same Host twice", "Host: x"],
    ["a folded header", "X-A: a\r\n b"],
    ["a space before the colon", "X-A : a"],
    ["a header without a name", ": a"],
    ["a NUL in a header", "X-A: a\0b"],
    ["a bare CR in a header", "X-A: a\rb"],
  ])("%s is 400", async (_, header) => {
    expect((await get(header, bearer())).status).toBe(400);
  });

  test.each(["a b", "u@x", "x/y", "x?y", "x#y", "x:99999"])("a Host of %s is 400", async (host) => {
    expect((await send(`GET ${guarded} HTTP/1.1`, `Host: ${host}`, bearer(), "", "")).status).toBe(400);
  });

  const CHUNKED = "Transfer-Encoding: chunked";
  test.each([
    ["a length and chunks", ["Content-Length: 5", CHUNKED], "0\r\n\r\n"],
    ["chunks and a length", [CHUNKED, "Content-Length: 5"], "0\r\n\r\n"],
    ["two lengths", ["Content-Length: 1", "Content-Length: 2"], "ab"],
    ["a list of lengths", ["Content-Length: 2, 2"], "ab"],
    ["a signed length", ["Content-Length: +2"], "ab"],
    ["a negative length", ["Content-Length: -2"], "ab"],
    ["a hexadecimal length", ["Content-Length: 0x2"], "ab"],
    ["an unknown coding", ["Transfer-Encoding: xchunked"], "0\r\n\r\n"],
    ["chunks that are not last", [CHUNKED, "Transfer-Encoding: identity"], "0\r\n\r\n"],
    ["a chunk's length that is none", [CHUNKED], "zz\r\nab\r\n0\r\n\r\n"],
    ["a negative chunk", [CHUNKED], "-2\r\nab\r\n0\r\n\r\n"],
    ["a chunk's length that overflows", [CHUNKED], "fffffffffffffffff\r\nab\r\n0\r\n\r\n"],
    ["a chunk's line that ends by a bare LF", [CHUNKED], "2\nab\r\n0\r\n\r\n"],
  ])("%s smuggles no second request", async (_, headers, body) => {
    const answer = await post(headers, `${body}GET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect(answer.head).toMatch(/^HTTP\/1\.1 4/);
    expect(`${answer.head}${answer.body}`).not.toContain("200 OK");
  });

  test("bare LF ends no line of a head", async () => {
    expect((await sendRaw(server.url, `GET ${guarded} HTTP/1.1\nHost: x\n${bearer()}\n\n`, 1_500)).head).toMatch(
      /^HTTP\/1\.1 (?:400|505) /,
    );
  });

  test("a trailer is no header, and no request", async () => {
    const head = [`POST ${guarded} HTTP/1.1`, "Host: x", CHUNKED, "", ""].join("\r\n");
    const answer = await sendRaw(server.url, `${head}0\r\n${bearer()}\r\n\r\n`, 1_500);
    expect(answer.status).toBe(401);
    expect(`${answer.head}${answer.body}`).not.toContain("200 OK");
  });

  test("pipelined requests are answered in their order", async () => {
    const lines = (token: string) => [`GET ${guarded} HTTP/1.1`, "Host: x", token, "", ""].join("\r\n");
    const answer = await sendRaw(server.url, lines("X: y") + lines(bearer()), 1_500);
    expect([answer.status, answers(answer)]).toEqual([401, 2]);
    expect(answer.body).toContain("HTTP/1.1 200");
  });

  test("an announced body that is not read is not taken for a request, and the connection is closed", async () => {
    const next = [`GET ${guarded} HTTP/1.1`, "Host: x", bearer(), "", ""].join("\r\n");
    const answer = await send(`POST ${guarded} HTTP/1.1`, "Host: x", `Content-Length: ${next.length}`, "", next + next);
    expect([answer.status, answers(answer)]).toEqual([401, 1]);
    expect(answer.head).toMatch(/^connection: close\r?$/im);
  });

  test("HTTP/1.0 needs no Host, an upgrade is not taken up, and the address in a target gives no access", async () => {
    expect((await send("GET /api/health/live HTTP/1.0", "", "")).status).toBe(200);
    expect((await get(bearer(), "Connection: Upgrade", "Upgrade: websocket")).status).toBe(200);
    expect((await send(`GET http://x${guarded} HTTP/1.1`, "Host: x", "", "")).status).toBe(401);
  });

  // docs/decisions/0078: where the runtimes differ, and no check depends on it
  test("each runtime reads what it reads", async () => {
    const onBun = mount === "gateway on Bun";
    expect((await send("OPTIONS * HTTP/1.1", "Host: x", "", "")).status).toBe(onBun ? 400 : 204);
    expect((await post(["Content-Length: 2", "Content-Length: 2"], "ab")).status).toBe(onBun ? 405 : 400);
    const many = Array.from({ length: 300 }, (_, index) => `X-${index}: y`);
    expect((await get(bearer(), ...many)).status).toBe(onBun ? 431 : 200);
  });

  test("slow headers end with their connection, however steadily they trickle", async () => {
    const { hostname, port } = new URL(server.url);
    const started = performance.now();
    const ends = ["X-A: b\r\n", "b"].map((piece) => {
      const socket = connect(Number(port), hostname);
      socket.write(`GET ${guarded} HTTP/1.1\r\nHost: x\r\nX-B: `);
      const drip = setInterval(() => socket.write(piece), 500);
      socket.on("error", () => undefined); // a write to a connection that the server has closed
      return new Promise<void>((resolve) =>
        socket.resume().on("close", () => {
          clearInterval(drip);
          resolve();
        }),
      );
    });
    await Promise.all(ends);
    expect(performance.now() - started).toBeLessThan(LATE_MS);
  });
});
