import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { LAUNCHED_STOP_MS } from "../platform/stop-limits";
import { openDatabaseProxy } from "../../tools/testing/database-proxy";
import { startServer } from "../../tools/testing/server";
import { issueTokens, usesOf } from "../../tools/testing/tokens";
import { createTestDatabase } from "../../tools/testing/database";

/** Opens a request whose body never ends. */
function openRequest(url: string): void {
  const { hostname, port } = new URL(url);
  const open = connect(Number(port), hostname);
  open.on("error", () => undefined); // it is aborted in the end
  open.write(
    "POST /oauth/introspect HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
      "Content-Length: 9\r\n\r\nt",
  );
}

test("a request that never ends delays the exit no longer than the launcher waits, and no usage is lost", async () => {
  const database = await createTestDatabase();
  const {
    organizationId,
    tokens: [token],
  } = await issueTokens(database.ownerUrl, 1);
  const server = await startServer({ database });
  openRequest(server.url);
  await fetch(`${server.url}/api/v1/forward-auth?organization=${organizationId}`, {
    headers: { authorization: `Bearer ${token?.secret}` },
  });
  process.kill(server.pid, "SIGTERM");
  expect(await Promise.race([server.ended, sleep(LAUNCHED_STOP_MS, "it still runs")])).toBe("it ended with status 0");
  expect(await usesOf(database.ownerUrl)).toBe(1);
  await database.drop();
});

test("a server whose database hangs still ends in order, before the launcher would kill it", async () => {
  const database = await createTestDatabase();
  const wire = await openDatabaseProxy(database.appUrl);
  const {
    organizationId,
    tokens: [token],
  } = await issueTokens(database.ownerUrl, 1);
  const server = await startServer({ database: { ownerUrl: database.ownerUrl, appUrl: wire.url } });
  const checked = await fetch(`${server.url}/api/v1/forward-auth?organization=${organizationId}`, {
    headers: { authorization: `Bearer ${token?.secret}` },
  });
  expect(checked.status).toBe(200);
  wire.plug(true);
  openRequest(server.url);
  process.kill(server.pid, "SIGTERM");
  expect(await Promise.race([server.ended, sleep(LAUNCHED_STOP_MS, "it still runs")])).toBe("it ended with status 0");
  await wire.close();
  await database.drop();
});
