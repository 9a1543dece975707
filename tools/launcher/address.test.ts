import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { freePort, localUrl, probeUrl } from "./address";

const RANGE = "/proc/sys/net/ipv4/ip_local_port_range";

test("no outgoing connection can take a free port before its server does, and no port is given twice", async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, freePort));
  const firstOutgoing = existsSync(RANGE) ? parseInt(readFileSync(RANGE, "utf8")) : 49_152;
  expect(Math.max(...ports)).toBeLessThan(firstOutgoing);
  expect(new Set(ports).size).toBe(50);
});

test.each([
  ["0.0.0.0", "http://localhost:3000", "http://127.0.0.1:3000"],
  ["127.0.0.1", "http://localhost:3000", "http://127.0.0.1:3000"],
  ["::", "http://localhost:3000", "http://127.0.0.1:3000"],
  ["::1", "http://localhost:3000", "http://[::1]:3000"],
  ["10.0.0.7", "http://10.0.0.7:3000", "http://10.0.0.7:3000"],
])("a server on %s is found by people at %s, and by the launcher without a name at %s", (host, shown, probed) => {
  expect([localUrl(host, 3000), probeUrl(host, 3000)]).toEqual([shown, probed]);
});
