import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressBlock, clientAddress, isTrustedProxy, normalize } from "./ip-address";

const PROXIES = ["10.0.0.0/8", "192.0.2.1", "2001:db8::/32"];

describe("the client's address", () => {
  test("is the peer's if no proxy is trusted, whatever X-Forwarded-For contains", () => {
    expect(clientAddress("203.0.113.9", "198.51.100.1", [])).toBe("203.0.113.9");
    expect(clientAddress("203.0.113.9", "198.51.100.1", PROXIES)).toBe("203.0.113.9");
  });

  test("is the rightmost entry that is not a trusted proxy: the client controls those to its left", () => {
    expect(clientAddress("10.0.0.1", "6.6.6.6, 198.51.100.1", PROXIES)).toBe("198.51.100.1");
    expect(clientAddress("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.1.2.3, 192.0.2.1", PROXIES)).toBe("198.51.100.1");
  });

  test("is the proxy's if the header is missing, invalid, or names only proxies", () => {
    for (const forwarded of [null, "", "unknown", "198.51.100.1, nonsense", "10.0.0.7"])
      expect(clientAddress("10.0.0.1", forwarded, PROXIES)).toBe("10.0.0.1");
  });

  test("may be IPv6, on either side of the proxy", () => {
    expect(clientAddress("2001:db8::1", "2001:470::5", PROXIES)).toBe("2001:470::5");
    expect(clientAddress("::ffff:10.0.0.1", "198.51.100.1", PROXIES)).toBe("198.51.100.1");
  });

  test("is unknown if the socket is closed", () => {
    expect(clientAddress(undefined, "198.51.100.1", PROXIES)).toBeNull();
  });

  test("cannot be chosen by a client behind a trusted proxy", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())), (claims) => {
        expect(clientAddress("10.0.0.1", [...claims, "198.51.100.1"].join(", "), PROXIES)).toBe("198.51.100.1");
      }),
    );
  });
});

test.each([
  ["198.51.100.1", "198.51.100.1"],
  ["198.51.100.1:443", "198.51.100.1"],
  ["[2001:db8::1]:443", "2001:db8::1"],
  ["2001:DB8:0:0::1", "2001:db8::1"],
  ["::ffff:198.51.100.1", "198.51.100.1"],
  ["fe80::1%eth0", "fe80::1"],
  ["", null],
  ["localhost", null],
])("%s is written %s", (given, expected) => {
  expect(normalize(given)).toBe(expected);
});

test("a proxy is trusted by address or by range, of its own family only", () => {
  expect(["10.9.9.9", "192.0.2.1", "2001:db8:1::1"].every((peer) => isTrustedProxy(peer, PROXIES))).toBe(true);
  expect(["192.0.2.2", "11.0.0.1", "2001:db9::1", undefined, "x"].some((peer) => isTrustedProxy(peer, PROXIES))).toBe(
    false,
  );
});

test("limits count an IPv6 subscriber's /64 as one, and an IPv4 address as itself", () => {
  expect(addressBlock("198.51.100.1")).toBe("198.51.100.1");
  expect(addressBlock("2001:db8:1:2:3::1")).toBe(addressBlock("2001:db8:1:2:ffff::9"));
  expect(addressBlock("2001:db8:1:2::1")).not.toBe(addressBlock("2001:db8:1:3::1"));
  expect(addressBlock("2001:db8:1:2::1")).toBe("2001:db8:1:2::/64");
  expect(addressBlock(null)).toBe("unknown");
});

test("an IPv6 block can be as large as a site's /48", () => {
  expect(addressBlock("2001:db8:1:2::1", 48)).toBe("2001:db8:1::/48");
  expect(addressBlock("198.51.100.1", 48)).toBe("198.51.100.1");
});
