import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { json } from "node:stream/consumers";
import pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { freePort } from "../launcher/address";
import { inRoot } from "../project";
import type { Daemon } from "../testing/daemon";
import { testWith } from "../testing/programs";
import { scratchFolder } from "../testing/scratch";
import { startServer, type TestServer } from "../testing/server";
import { issueTokens, type TestToken } from "../testing/tokens";
import { type Application, startApplication } from "./application";
import { onPorts, PROXIES, type ProxyProgram } from "./proxies";

const SMUGGLED = {
  "X-Latchkey-Token-Id": "forged",
  "x-latchkey-organization": "forged",
  "X-LATCHKEY-PERMISSIONS": "owner forged",
  "X-Latchkey-Scopes": "forged",
  "X-Latchkey-Subject": "forged",
  "X-Latchkey-Metadata": "Zm9yZ2Vk",
  "X-Latchkey-Spaces": "forged",
  X_Latchkey_Token_Id: "forged",
  "X-Latchkey_Permissions": "owner forged",
  "x.latchkey.spaces": "forged",
};

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Scene {
  latchkey: TestServer;
  application: Application;
  proxy: Daemon;
  port: number;
  organizationId: string;
  viewer: TestToken;
  agent: TestToken;
  stranger: TestToken;
  ask(token: TestToken | null, headers?: Record<string, string>): Promise<Response>;
}

/** A guarded application, the proxy in front of it, and Latchkey's gateway. */
async function setScene({ recipe, start }: ProxyProgram, file: string): Promise<Scene> {
  const latchkey = await startServer({ mount: "gateway", env: { WORKERS: "1" } });
  ends.push(() => latchkey.stop());
  const { organizationId, tokens } = await issueTokens(latchkey.databaseUrls.ownerUrl, 2);
  const [viewer, agent] = tokens as [TestToken, TestToken];
  await demote(latchkey.databaseUrls.ownerUrl, agent);
  const [stranger] = (await issueTokens(latchkey.databaseUrls.ownerUrl, 1)).tokens as [TestToken];
  const application = await startApplication();
  ends.push(() => application.close());
  const { folder, remove } = scratchFolder();
  ends.push(remove);
  const port = await freePort();
  const text = readFileSync(inRoot("docs/gateways", recipe), "utf8")
    .replaceAll("127.0.0.1:3001", new URL(latchkey.url).host)
    .replaceAll("acme-labs", organizationId);
  const proxy = await start({ file, folder, port, text: await onPorts(text, port, application.port) });
  ends.push(() => proxy.stop());
  const ask: Scene["ask"] = (token, headers = {}) =>
    fetch(`http://127.0.0.1:${port}/orders?id=1`, {
      headers: { ...headers, ...(token ? { authorization: `Bearer ${token.secret}` } : {}) },
      signal: AbortSignal.timeout(60_000),
    });
  return { latchkey, application, proxy, port, organizationId, viewer, agent, stranger, ask };
}

async function demote(connectionString: string, { id }: TestToken): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(`UPDATE "ApiToken" SET "permissions" = '{agent}' WHERE "id" = $1`, [id]);
  await client.end();
}

/** A server that accepts connections and never answers. */
async function startSilence(port: number): Promise<void> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => void sockets.add(socket.on("error", () => undefined)));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
}

async function passesWithFacts({ ask, viewer, organizationId }: Scene): Promise<void> {
  const answer = await ask(viewer, SMUGGLED);
  expect(answer.status).toBe(200);
  const received = (await answer.json()) as Record<string, string>;
  // Some proxies forward a header that Latchkey leaves empty, others drop it.
  const facts = Object.fromEntries(
    Object.entries(received).filter(([name, value]) => /latchkey/i.test(name) && value !== ""),
  );
  expect(facts).toEqual({
    "x-latchkey-token-id": viewer.id,
    "x-latchkey-organization": organizationId,
    "x-latchkey-scopes": "viewer",
    "x-latchkey-permissions": "viewer",
    "x-latchkey-spaces": "*",
  });
  expect(received).not.toHaveProperty("authorization");
}

/** Headers that a client wants to have dropped on the way, named in one Connection header or in several. */
const CONNECTIONS = [
  "close, X-Latchkey-Organization, X-Latchkey-Permissions",
  ["close", "x-latchkey-organization", "X-LATCHKEY-PERMISSIONS"],
];

/** With node:http, because fetch sets Connection itself. */
async function losesNothingByConnection(
  { port, viewer, organizationId }: Scene,
  connection: string | string[],
): Promise<void> {
  const headers = { authorization: `Bearer ${viewer.secret}`, connection };
  const [answer] = (await once(http.get({ host: "127.0.0.1", port, path: "/orders", headers }), "response")) as [
    http.IncomingMessage,
  ];
  const received = (await json(answer)) as Record<string, string>;
  expect([answer.statusCode, received]).toEqual([
    200,
    expect.objectContaining({ "x-latchkey-organization": organizationId, "x-latchkey-permissions": "viewer" }),
  ]);
  expect(received.connection ?? "").not.toMatch(/latchkey/i); // the next hop drops headers that are named there
}

/** On Linux every address in 127.0.0.0/8 is this machine's. Only a server on all interfaces answers at another one. */
async function listensWhereItSays({ port }: Scene): Promise<void> {
  const socket = net.connect(port, "127.0.0.2");
  const outcome = await new Promise<string>((resolve) => {
    socket.once("connect", () => resolve("connected"));
    socket.once("error", () => resolve("refused"));
  });
  socket.destroy();
  expect(outcome).toBe("refused");
}

async function refusesPreflightsAndLargeHeaders({ port, viewer, application }: Scene, status: number): Promise<void> {
  const before = application.requests();
  const url = `http://127.0.0.1:${port}/orders`;
  const headers = { origin: "https://other.example", "access-control-request-method": "POST" };
  expect((await fetch(url, { method: "OPTIONS", headers })).status).toBe(401);
  const large = { authorization: `Bearer ${viewer.secret}`, "x-large": "x".repeat(20_000) };
  expect((await fetch(url, { headers: large })).status).toBe(status);
  expect(application.requests()).toBe(before);
}

async function refusesOthers({ ask, agent, stranger, application }: Scene): Promise<void> {
  const before = application.requests();
  const none = await ask(null, SMUGGLED);
  expect([none.status, none.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="latchkey"']);
  for (const token of [stranger, { id: "", secret: "garbage" }]) {
    const answer = await ask(token);
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([
      401,
      expect.stringContaining('error="invalid_token"'),
    ]);
  }
  const short = await ask(agent);
  expect([short.status, short.headers.get("www-authenticate")]).toEqual([
    403,
    expect.stringContaining('error="insufficient_scope", scope="viewer"'),
  ]);
  expect(application.requests()).toBe(before);
}

async function refusesFromTheDeletionOn({ ask, viewer, latchkey }: Scene): Promise<void> {
  expect((await ask(viewer)).status).toBe(200);
  const revoked = await fetch(`${latchkey.url}/oauth/revoke`, {
    method: "POST",
    body: new URLSearchParams({ token: viewer.secret }),
  });
  expect(revoked.status).toBe(200);
  expect((await ask(viewer)).status).toBe(401);
}

async function letsNothingPassWithoutLatchkey({ ask, viewer, latchkey, application }: Scene): Promise<void> {
  const before = application.requests();
  await latchkey.stop();
  expect((await ask(viewer)).status).toBeGreaterThanOrEqual(500);
  await startSilence(Number(new URL(latchkey.url).port));
  expect((await ask(viewer)).status).toBeGreaterThanOrEqual(500);
  expect(application.requests()).toBe(before);
}

describe.each(PROXIES)("$program", (proxy) => {
  test("listens on loopback only with the recipe of docs/gateways", () => {
    const recipe = readFileSync(inRoot("docs/gateways", proxy.recipe), "utf8");
    const addresses = [...recipe.matchAll(/^\s*(?:bind|listen) ([^\s;]+)/gm)].map(([, address]) => address);
    expect(addresses).not.toEqual([]);
    for (const address of addresses) expect(address).toMatch(/^127\.0\.0\.1(:\d+)?$/);
  });

  testWith(
    proxy.program,
    proxy.debianPackage,
    "guards an application with the recipe of docs/gateways",
    async (file) => {
      const scene = await setScene(proxy, file);
      await passesWithFacts(scene);
      for (const connection of CONNECTIONS) await losesNothingByConnection(scene, connection);
      await listensWhereItSays(scene);
      await refusesPreflightsAndLargeHeaders(scene, proxy.largeHeadersStatus);
      await refusesOthers(scene);
      await refusesFromTheDeletionOn(scene);
      await letsNothingPassWithoutLatchkey(scene);
    },
  );
});
