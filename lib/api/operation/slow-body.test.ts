import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import { db } from "../../platform/db";
import { flushUsage } from "../../usage/flush";

const { url, post, throwaway, bearer } = useSeededApi();

/** Sends a request without its last byte, runs `meanwhile`, sends the last byte, and returns the response. */
async function slowly(path: string, token: string, body: string, meanwhile: () => Promise<unknown>): Promise<string> {
  const { hostname, port, host } = new URL(url());
  const socket = connect(Number(port), hostname);
  let received = "";
  socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
  const ended = new Promise((resolve) => socket.once("close", resolve));
  const head =
    `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  socket.write(head + body.slice(0, -1));
  await sleep(1_100);
  await meanwhile();
  socket.write(body.slice(-1));
  await ended;
  return received;
}

test.each([
  ["/api/v1/spaces", '{"name":"Never"}'],
  [
    "/api/graphql",
    '{"query":"mutation { createSpace(input: { name: \\"Never\\", orgMrn: ' +
      '\\"//captain.api.mondoo.app/organizations/lunalectric\\" }) { id } }"}',
  ],
])("%s: a token that is revoked while its body is being sent cannot act", async (path, body) => {
  const secret = await throwaway();
  const answer = await slowly(path, secret, body, () => post("/oauth/revoke", { token: secret }));
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  expect(await db().space.count({ where: { name: "Never" } })).toBe(0);
});

test("so is an upload, which reads its own body", async () => {
  const secret = await throwaway();
  const answer = await slowly("/api/v1/organization/policies", secret, '{"yaml":"policies: []"}', () =>
    post("/oauth/revoke", { token: secret }),
  );
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
});

test("a token that is not revoked may send slowly", async () => {
  const token = bearer("Organization editor").authorization.replace("Bearer ", "");
  expect(await slowly("/api/v1/spaces", token, '{"name":"In the end"}', () => sleep(1))).toMatch(/^HTTP\/1\.1 201 /);
});

test("what a token did is noted, also where its body took long", async () => {
  const token = bearer("Organization editor").authorization.replace("Bearer ", "");
  await slowly("/api/v1/spaces", token, '{"name":"Slowly made"}', () => sleep(1));
  await flushUsage();
  const seen = await db().tokenSighting.findMany({ where: { kind: "action", token: { name: "Organization editor" } } });
  expect(seen.map(({ value }) => value)).toContain("space.create");
});
