import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { bunRuntime, gatewayRuntime, nodeRuntime } from "./runtime";
import { scratchFolder } from "./testing/scratch";

const scratch = scratchFolder();
afterAll(() => scratch.remove());

const BUN = { file: "/bun", args: [], environment: {} };

test("GATEWAY_RUNTIME=bun runs the gateway on Bun, and fails where Bun does not run", () => {
  expect(gatewayRuntime("bun", () => BUN)).toBe(BUN);
  expect(() => gatewayRuntime("bun", () => null)).toThrow("GATEWAY_RUNTIME is bun");
});

test("GATEWAY_RUNTIME=node takes Node.js without a look at Bun", () => {
  const find = vi.fn(() => BUN);
  expect(gatewayRuntime("node", find)).toEqual(nodeRuntime());
  expect(find).not.toHaveBeenCalled();
});

test("a build that is missing, or crashes as one does that lacks AVX2, does not count", () => {
  const file = path.join(scratch.folder, "bun");
  expect(bunRuntime(file)).toBeNull();
  writeFileSync(file, "#!/bin/sh\nkill -ILL $$\n");
  chmodSync(file, 0o755);
  expect(bunRuntime(file)).toBeNull();
});
