import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { STOP_MS } from "../../tools/launcher/running";
import { startServer } from "../../tools/testing/server";
import { issueTokens, usesOf } from "../../tools/testing/tokens";
import { createTestDatabase } from "../../tools/testing/database";

test("a request that never ends delays the exit no longer than the launcher waits, and no usage is lost", async () => {
  const database = await createTestDatabase();
  const {
    organizationId,
    tokens: [token],
  } = await issueTokens(database.ownerUrl, 1);
  const server = await startServer({ database });
  const { hostname, port } = new URL(server.url);
  const open = connect(Number(port), hostname);
  open.on("error", () => undefined); // it is aborted in the end
  open.write(
    "POST /oauth/introspect HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nt",
  );
  await fetch(`${server.url}/api/v1/forward-auth?organization=${organizationId}`, {
    headers: { authorization: `Bearer ${token?.secret}` },
  });
  process.kill(server.pid, "SIGTERM");
  expect(await Promise.race([server.ended, sleep(STOP_MS, "it still runs")])).toBe("it ended with status 0");
  expect(await usesOf(database.ownerUrl)).toBe(1);
  await database.drop();
});
