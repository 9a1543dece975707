import { afterEach, expect, test } from "vitest";
import { type Mount, startServer, type TestServer } from "./server";

let server: TestServer | undefined;
afterEach(() => server?.stop());

test.each(["server", "next", "hosted"] satisfies Mount[])(
  "the built application answers over a fresh database, mounted as %s",
  async (mount) => {
    server = await startServer({ mount });
    const [live, ready] = await Promise.all(
      ["live", "ready"].map((probe) => fetch(`${server?.url}/api/health/${probe}`)),
    );
    expect([live?.status, ready?.status]).toEqual([200, 200]);
    expect((await fetch(`${server.url}/setup`)).status).toBe(200);
  },
);
