import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { useSeededApi } from "../../../tools/testing/seeded-api";

const { url, bearer } = useSeededApi();
const sockets: Socket[] = [];
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

/** Opens a connection that announces an upload of 1 MB and sends only the first byte. */
async function openIdle(path: string): Promise<void> {
  const { hostname, port, host } = new URL(url());
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  const head =
    `POST ${path} HTTP/1.1\r\nHost: ${host}\r\n` +
    `Authorization: ${bearer("Organization editor").authorization}\r\n` +
    "Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{";
  await new Promise((resolve) => socket.write(head, resolve));
}

test("stalled uploads do not block active ones", async () => {
  await Promise.all(Array.from({ length: 60 }, () => openIdle("/api/graphql")));
  const query =
    'mutation Upload($url: String!) { setCustomPolicy(input: { spaceMrn: "//x", dataurl: $url }) { policyMrns } }';
  const answer = await fetch(url("/api/graphql"), {
    method: "POST",
    headers: { ...bearer("Organization editor"), "content-type": "application/json" },
    body: JSON.stringify({ query, variables: { url: "x".repeat(400_000) } }),
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toHaveProperty("errors");
});
