import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { bunRuntime, gatewayRuntime, nodeRuntime } from "./runtime";
import { scratchFolder } from "./testing/scratch";

const scratch = scratchFolder();
afterAll(() => scratch.remove());

const BUN = { file: "/bun", args: [], environment: {} };
const log = vi.fn<(line: string) => void>();

test("the gateway runs on Bun where it runs", () => {
  expect(gatewayRuntime(undefined, log, () => BUN)).toBe(BUN);
  expect(gatewayRuntime("bun", log, () => BUN)).toBe(BUN);
  expect(log).not.toHaveBeenCalled();
});

test("else on Node.js, and says why", () => {
  expect(gatewayRuntime(undefined, log, () => null)).toEqual(nodeRuntime());
  expect(log).toHaveBeenCalledWith(expect.stringContaining("no installed build of Bun runs"));
});

test("GATEWAY_RUNTIME=node takes Node.js without a look at Bun", () => {
  const find = vi.fn(() => BUN);
  expect(gatewayRuntime("node", log, find)).toEqual(nodeRuntime());
  expect(find).not.toHaveBeenCalled();
});

test("GATEWAY_RUNTIME=bun fails where Bun does not run", () => {
  expect(() => gatewayRuntime("bun", log, () => null)).toThrow("GATEWAY_RUNTIME is bun");
});

test("a build that is missing, or crashes as one does that lacks AVX2, does not count", () => {
  const file = path.join(scratch.folder, "bun");
  expect(bunRuntime(file)).toBeNull();
  writeFileSync(file, "#!/bin/sh\nkill -ILL $$\n");
  chmodSync(file, 0o755);
  expect(bunRuntime(file)).toBeNull();
});
