import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { currentRequest } from "../platform/request-context";
import { createFront, serve } from "./create";

process.env.DATABASE_URL ??= "postgresql://u:p@localhost/db";
const server = createFront();
const pages = vi.fn<http.RequestListener>();
let port = 0;

beforeAll(async () => {
  serve(server, { api: null, files: new Map(), pages });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close());

/** Asks for a page, and returns the signal that its code sees, with the request as the client has it. */
async function ask(answer: (response: http.ServerResponse) => void) {
  const seen = new Promise<AbortSignal | undefined>((resolve) =>
    pages.mockImplementationOnce((_request, response) => {
      resolve(currentRequest()?.gone);
      answer(response);
    }),
  );
  const request = http.get({ port, path: "/page", agent: false });
  request.on("error", () => undefined); // it is destroyed
  return { request, gone: await seen };
}

test("the code of a page learns that its client has gone", async () => {
  const { request, gone } = await ask(() => undefined);
  expect(gone?.aborted).toBe(false);
  request.destroy();
  await expect.poll(() => gone?.aborted).toBe(true);
});

test("a client that was answered has not gone", async () => {
  const { request, gone } = await ask((response) => response.end("answer"));
  await new Promise<void>((resolve) => request.on("response", (response) => response.resume().on("close", resolve)));
  await new Promise((resolve) => request.on("close", resolve));
  expect(gone?.aborted).toBe(false);
});
