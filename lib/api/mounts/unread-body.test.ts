import { connect } from "node:net";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { useSeededApi } from "../../../tools/testing/seeded-api";

const { url, bearer } = useSeededApi();

const GUARDED = "/api/v1/forward-auth?organization=lunalectric";
const FORM = "Content-Type: application/x-www-form-urlencoded";

const head = (start: string, headers: string[]) =>
  [
    `${start} HTTP/1.1`,
    `Host: ${new URL(url()).host}`,
    `Authorization: ${bearer("Organization viewer").authorization}`,
    ...headers,
    "",
    "",
  ].join("\r\n");

function open() {
  const { hostname, port } = new URL(url());
  const socket = connect(Number(port), hostname);
  const received = { text: "" };
  socket.on("data", (chunk: Buffer) => (received.text += chunk.toString()));
  socket.on("error", () => undefined); // a write to a connection that the server has closed
  return { socket, received, closed: once(socket, "close") };
}

describe("forward-auth answers from the headers alone, and closes the connection:", () => {
  test.each([
    ["a form that does not follow", "POST", [FORM, "Content-Length: 77"]],
    ["JSON that does not follow", "PUT", ["Content-Type: application/json", "Content-Length: 77"]],
    ["a body of no known length", "POST", [FORM, "Transfer-Encoding: chunked"]],
    ["a GET with a body", "GET", ["Content-Length: 77"]],
    ["a HEAD with a body", "HEAD", ["Content-Length: 77"]],
    ["a body larger than any that is read", "POST", ["Content-Length: 9999999999"]],
  ])("%s", async (_, method, headers) => {
    const { socket, received, closed } = open();
    socket.write(head(`${method} ${GUARDED}`, headers));
    await closed;
    expect(received.text).toMatch(/^HTTP\/1\.1 200 /);
    expect(received.text).toMatch(/^connection: close\r$/im);
  });

  test("what comes on that connection is not taken for a request", async () => {
    const { socket, received, closed } = open();
    const next = head(`GET ${GUARDED}`, []);
    socket.write(head(`POST ${GUARDED}`, [FORM, `Content-Length: ${next.length}`]));
    await expect.poll(() => received.text).toContain("HTTP/1.1 200");
    socket.write(next + next);
    await closed;
    expect(received.text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  test("a body that does follow does not cost the answer", async () => {
    const { socket, received, closed } = open();
    socket.write(head(`POST ${GUARDED}`, ["Content-Length: 3000000"]));
    socket.write("x".repeat(3_000_000));
    await closed;
    expect(received.text).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("a gateway that announces none keeps its connection", async () => {
    const { socket, received, closed } = open();
    socket.write(head(`GET ${GUARDED}`, []) + head(`POST ${GUARDED}`, ["Content-Length: 0", "Connection: close"]));
    await closed;
    expect(received.text.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  });
});

test("no GET waits for a body, and none takes the next request for one", async () => {
  const { socket, received, closed } = open();
  socket.write(head("GET /api/v1/token", [FORM, "Content-Length: 77"]));
  await closed;
  expect(received.text).toMatch(/^HTTP\/1\.1 200 [\s\S]*connection: close/i);
});
