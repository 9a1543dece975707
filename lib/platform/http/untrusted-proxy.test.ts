import { afterEach, expect, test, vi } from "vitest";
import { log } from "../log";
import { isSharedAddress, noteUntrustedProxy } from "./untrusted-proxy";

afterEach(() => {
  vi.restoreAllMocks();
});

test("an unknown proxy is logged as a warning once in ten minutes", () => {
  const warn = vi.spyOn(log, "warn").mockImplementation(() => undefined);
  for (let ms = 0; ms < 600_000; ms += 1_000) noteUntrustedProxy("10.1.2.3", ms);
  expect(warn.mock.calls).toEqual([[{ peer: "10.1.2.3" }, expect.stringContaining("TRUSTED_PROXIES")]]);
  noteUntrustedProxy("10.1.2.3", 600_000);
  expect(warn).toHaveBeenCalledTimes(2);
});

test("its address counts as shared until it has sent no such header for ten minutes", () => {
  expect(isSharedAddress("10.1.2.4", 0)).toBe(false);
  noteUntrustedProxy("10.1.2.4", 0);
  expect(isSharedAddress("10.1.2.4", 599_999)).toBe(true);
  expect(isSharedAddress("10.1.2.4", 600_000)).toBe(false);
});

test.each(["127.0.0.1", "192.168.7.7", "fd00::7", "::1"])("%s may be a proxy", (address) => {
  noteUntrustedProxy(address, 0);
  expect(isSharedAddress(address, 1)).toBe(true);
});

test.each(["93.184.216.34", "203.0.113.7", "2606:4700::1111"])("%s on the internet cannot evade limits", (address) => {
  noteUntrustedProxy(address, 0);
  expect(isSharedAddress(address, 1)).toBe(false);
});
