import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import { LARGE_REQUEST_LIMITS, largeRequestQueue } from "../graphql";

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

/** Sends a large GraphQL request as a token. */
function upload(token: string): Promise<Response> {
  const query =
    'mutation Upload($url: String!) { setCustomPolicy(input: { spaceMrn: "//x", dataurl: $url }) { policyMrns } }';
  return fetch(url("/api/graphql"), {
    method: "POST",
    headers: { ...bearer(token), "content-type": "application/json" },
    body: JSON.stringify({ query, variables: { url: "x".repeat(400_000) } }),
  });
}

test("stalled uploads do not block active ones", async () => {
  await Promise.all(Array.from({ length: 60 }, () => openIdle("/api/graphql")));
  const answer = await upload("Organization editor");
  expect(answer.status).toBe(200);
  expect(await answer.json()).toHaveProperty("errors");
});

test("waiting uploads of one organization leave a place for another's", async () => {
  const over = new AbortController();
  const running = Array.from({ length: LARGE_REQUEST_LIMITS.concurrency }, () =>
    largeRequestQueue().run(() => once(over.signal, "abort"), { key: "busy" }),
  );
  const statuses: number[] = [];
  const flood = Array.from({ length: LARGE_REQUEST_LIMITS.waiting + 1 }, async () =>
    statuses.push((await upload("Organization editor")).status),
  );
  await expect.poll(() => statuses).toEqual([503]); // from now on the queue is full
  const other = upload("Solar owner");
  await expect.poll(() => statuses).toEqual([503, 503]);
  over.abort();
  expect((await other).status).toBe(200);
  await Promise.all([...flood, ...running]);
  expect(statuses.filter((status) => status === 200)).toHaveLength(LARGE_REQUEST_LIMITS.waiting - 1);
});
