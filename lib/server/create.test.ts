import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serve } from "./create";

process.env.DATABASE_URL ??= "postgresql://u:p@localhost/db";
const server = createServer();
let url = "";

/** Answers with the length of the body that Next would get. */
beforeAll(async () => {
  serve(server, {
    api: null,
    files: new Map(),
    pages: (request, response) => {
      let length = 0;
      request.on("data", (chunk: Buffer) => (length += chunk.length));
      request.on("end", () => response.end(String(length)));
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const post = (path: string, bytes: number) =>
  fetch(url + path, { method: "POST", headers: { origin: url }, body: new Uint8Array(bytes) });

test.each(["/api/v1/spaces/space-one/reports", "/query", "/oauth/revoke"])(
  "on Next's mount, %s gets its bodies with the limits of the API only",
  async (path) => {
    expect(await (await post(path, 1_000_000)).text()).toBe("1000000");
  },
);

test.each(["/login", "/api/auth/callback/credentials", "/admin/tokens"])(
  "a large body is kept from %s",
  async (path) => {
    expect(await (await post(path, 100_000)).text()).toBe("100000");
    expect((await post(path, 1_000_000)).status).toBe(413);
  },
);
