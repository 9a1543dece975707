import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bodyRefusalLine } from "@/lib/platform/result/body-refusal";
import { startServer, type TestServer } from "@/tools/testing/server";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const ACTION = { "next-action": "a".repeat(42), "content-type": "text/plain;charset=UTF-8" };

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(server.url + path, { method: "POST", headers: { origin: server.url, ...headers }, body });

/** Announces a body of 100 KiB, sends some of it, and waits for an answer. It ends when the connection is closed. */
async function sendSlowly(path: string, start: string, headers: string[] = []): Promise<string> {
  const { hostname, port, host } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const lines = [
    `POST ${path} HTTP/1.1`,
    `Host: ${host}`,
    `Origin: ${server.url}`,
    "Content-Length: 102400",
    ...headers,
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n${start}`);
  const drip = setInterval(() => socket.write("x"), 500);
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
  socket.on("error", () => undefined); // the server closed it
  await new Promise((resolve) => socket.on("close", resolve));
  clearInterval(drip);
  return answer;
}

test.concurrent.each(["/login", "/setup", "/invite", "/reset", "/api/auth/callback/credentials"])(
  "a form to %s that arrives slowly is 408",
  async (path) => {
    const headers = ["Content-Type: text/plain;charset=UTF-8", `Next-Action: ${"a".repeat(42)}`];
    const answer = await Promise.race([sendSlowly(path, "[", headers), sleep(90_000, "no answer in 90 s")]);
    expect(answer).toContain("HTTP/1.1 408");
    expect(answer).toContain(bodyRefusalLine("request_timeout"));
  },
);

test("a script of our pages gets the reason of a refused form as text of the type that Next passes on", async () => {
  const answer = await post("/login", `["${"x".repeat(200_000)}"]`, ACTION);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([413, "text/plain"]);
  expect(await answer.text()).toBe(bodyRefusalLine("payload_too_large"));
});

test("a browser without scripts gets a page that leads back to the form", async () => {
  const answer = await post("/login", "x".repeat(200_000), {
    accept: "text/html",
    "content-type": "multipart/form-data; boundary=B",
  });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([413, "text/html; charset=utf-8"]);
  expect(await answer.text()).toContain("Go back to the form");
});

test("an upload of a visitor is 401 in JSON", async () => {
  const answer = await post("/spaces/space-one/policies/upload", "x".repeat(1_000_000));
  expect([answer.status, await answer.json()]).toEqual([401, { ok: false, reason: "unauthenticated" }]);
});

test("hundreds of unfinished forms do not keep others from being served", async () => {
  const unfinished = Array.from({ length: 300 }, () => sendSlowly("/login", "x".repeat(16_384)));
  const refused = await Promise.race(unfinished);
  expect(refused).toContain("HTTP/1.1 503");
  expect(refused).toContain("Retry-After: 5".toLowerCase());
  const answer = await post("/login", "[]", ACTION);
  expect(answer.status).toBe(409); // Next got it, and has no such action
  const all = await Promise.all(unfinished);
  expect(all.every((text) => /^HTTP\/1\.1 (?:503|408) /.test(text))).toBe(true);
});
