import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { freePort } from "./address";

const RANGE = "/proc/sys/net/ipv4/ip_local_port_range";

test("no outgoing connection can take a free port before its server does, and no port is given twice", async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, freePort));
  const firstOutgoing = existsSync(RANGE) ? parseInt(readFileSync(RANGE, "utf8")) : 49_152;
  expect(Math.max(...ports)).toBeLessThan(firstOutgoing);
  expect(new Set(ports).size).toBe(50);
});
