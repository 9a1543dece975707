import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { fetchAvailable } from "./fetch-available";

test("a check whose look-up came too late is repeated, and any other answer is returned", async () => {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    if (request.url === "/busy" && asked < 3) return response.writeHead(503, { "retry-after": "5" }).end();
    response.writeHead(request.url === "/busy" ? 200 : 503).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect([(await fetchAvailable(`${url}/busy`, { method: "HEAD" })).status, asked]).toEqual([200, 3]);
  expect([(await fetchAvailable(url)).status, asked]).toEqual([503, 4]);
  server.close();
});
