import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { rawRequest, sendRaw } from "../../../tools/testing/raw-http";
import { useSeededApi } from "../../../tools/testing/seeded-api";

const { url, secretOf, bearer } = useSeededApi();

const FORM = "Content-Type: application/x-www-form-urlencoded";
const form = () => `token=${secretOf("Organization viewer")}`;
const authorization = () => `Authorization: ${bearer("Organization verifier").authorization}`;

const introspect = (headers: string[], body: string) =>
  rawRequest(url(), "POST /oauth/introspect", [authorization(), FORM, ...headers], body);

describe("a form is read the same way regardless of how it arrives:", () => {
  test("in one piece, with Content-Length", async () => {
    expect(await introspect([`Content-Length: ${form().length}`], form())).toMatchObject({
      status: 200,
      body: expect.stringContaining('"active":true'),
    });
  });

  test("in chunks, without Content-Length", async () => {
    const chunks =
      `5\r\n${form().slice(0, 5)}\r\n${(form().length - 5).toString(16)}\r\n${form().slice(5)}\r\n` + "0\r\n\r\n";
    const answer = await introspect(["Transfer-Encoding: chunked"], chunks);
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('"active":true') });
  });

  test("in pieces over time", async () => {
    const { hostname, port } = new URL(url());
    const socket = connect(Number(port), hostname);
    let received = "";
    socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
    const ended = new Promise((resolve) => socket.once("close", resolve));
    socket.write(
      `POST /oauth/introspect HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${authorization()}\r\n${FORM}\r\n` +
        `Content-Length: ${form().length}\r\n\r\n`,
    );
    for (const piece of [form().slice(0, 3), form().slice(3, 20), form().slice(20)]) {
      await sleep(20);
      socket.write(piece);
    }
    await ended;
    expect(received).toContain('"active":true');
  });

  test("with two requests in one packet", async () => {
    const one = (connection: string) =>
      `POST /oauth/introspect HTTP/1.1\r\nHost: x\r\nConnection: ${connection}\r\n${authorization()}\r\n` +
      `${FORM}\r\nContent-Length: ${form().length}\r\n\r\n${form()}`;
    const { head, body } = await sendRaw(url(), one("keep-alive") + one("close"));
    expect(`${head}${body}`.match(/"active":true/g)).toHaveLength(2);
  });
});

test("a form that is too large is refused, with or without Content-Length", async () => {
  const large = `token=${"x".repeat(20_000)}`;
  expect(await introspect([`Content-Length: ${large.length}`], large)).toMatchObject({ status: 413 });
  expect(
    await introspect(["Transfer-Encoding: chunked"], `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`),
  ).toMatchObject({ status: 413 });
});

test("a client that disconnects in the middle has no effect on others", async () => {
  const { hostname, port } = new URL(url());
  const socket = connect(Number(port), hostname);
  socket.write(
    `POST /oauth/introspect HTTP/1.1\r\nHost: x\r\n${authorization()}\r\n${FORM}\r\nContent-Length: ` +
      `${form().length}\r\n\r\ntok`,
  );
  await sleep(50);
  socket.resetAndDestroy();
  expect(await introspect([`Content-Length: ${form().length}`], form())).toMatchObject({ status: 200 });
});

/** Sends a form but for its last byte, and waits for the answer. */
const unfinished = (path: string, ...length: string[]) =>
  sendRaw(
    url(),
    `POST ${path} HTTP/1.1\r\nHost: x\r\n${authorization()}\r\n${FORM}\r\n${length.join("")}\r\n\r\n` +
      `${length.length > 1 ? "5\r\ntok" : form().slice(0, -1)}`,
    60_000,
  );

test("a stalled form gets 408, and its connection is closed", async () => {
  const length = `Content-Length: ${form().length}`;
  const paths = ["/oauth/introspect", "/oauth/revoke", "/oauth/token"];
  const answers = await Promise.all([
    ...paths.map((path) => unfinished(path, length)),
    unfinished("/oauth/token", "Transfer-Encoding:", " chunked"),
  ]);
  for (const { status, head, body } of answers) {
    expect([status, head.toLowerCase().includes("connection: close")]).toEqual([408, true]);
    expect(JSON.parse(body)).toEqual({
      error: "invalid_request",
      error_description: "The form arrived too slowly.",
    });
  }
});

test("a form sent to a JSON endpoint is still refused", async () => {
  const answer = await rawRequest(
    url(),
    "POST /api/v1/tokens",
    [authorization(), FORM, `Content-Length: ${form().length}`],
    form(),
  );
  expect(answer.status).toBe(415);
});
