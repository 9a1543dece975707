import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isInNetworks as isInNetworksOfLatchkey,
  parseAddress,
  parseNetwork,
} from "../../../lib/platform/http/ip-network";
import { isAddress, isInNetworks } from "./address.js";

/** Addresses, near misses, and text around them. */
const ODD = [
  "",
  "1.2.3",
  "1.2.3.4",
  "01.2.3.4",
  "1.2.3.256",
  "1.2.3.4.5",
  "0x1.2.3.4",
  " 1.2.3.4",
  "1.2.3.4:80",
  "::",
  "::1",
  ":::",
  "1::",
  "1::2::3",
  ":1",
  "1:",
  "fe80::1%eth0",
  "[::1]",
  "::ffff:1.2.3.4",
  "::ffff:102:304",
  "1:2:3:4:5:6:7:8",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7::",
  "::2:3:4:5:6:7:8",
  "1::2:3:4:5:6:7:8",
  "1:2:3:4:5:6:1.2.3.4",
  "1:2:3:4:5:6:7:1.2.3.4",
  "::1.2.3.4:5",
  "1.2.3.4::",
  "12345::",
  "::g",
];

const ipv4 = fc.ipV4();
/** Without the obsolete form of RFC 4291 section 2.5.5.1, which ipaddr.js takes for IPv4. */
const ipv6 = fc.ipV6().filter((text) => !/^::\d+\.\d+\.\d+\.\d+$/.test(text));
/** Text of the characters of addresses. */
const garbage = fc.string({ unit: fc.constantFrom(..."0123456789abcf:.%/[]"), maxLength: 20 });

describe("addresses", () => {
  test.each(ODD)("%o is one exactly if Latchkey takes it", (text) => {
    expect(isAddress(text)).toBe(parseAddress(text) !== null);
  });

  test("are those that Latchkey takes, so that one address cannot spoil the questions that it is sent with", () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6, garbage), (text) => {
        if (isAddress(text)) expect(parseAddress(text)).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
    for (const text of ["1.2.3.4", "::1", "::ffff:1.2.3.4", "1:2:3:4:5:6:7:8", "2001:db8::"])
      expect(isAddress(text)).toBe(true);
  });

  test("are in a network exactly if Latchkey says so", () => {
    const bits = fc.nat(128);
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), fc.oneof(ipv4, ipv6), bits, fc.boolean(), (base, other, length, isSame) => {
        const most = base.includes(":") ? 128 : 32;
        const text = `${base}/${Math.min(length, most)}`;
        const parsed = parseNetwork(text);
        const network = "problem" in parsed ? ("network" in parsed ? parsed.network : null) : text;
        const address = isSame ? base : other;
        if (network === null || !isAddress(address)) return;
        const known = parseNetwork(network);
        if ("problem" in known) return;
        expect([address, network, isInNetworks([network], address)]).toEqual([
          address,
          network,
          isInNetworksOfLatchkey([known], parseAddress(address) ?? ""),
        ]);
      }),
      { numRuns: 5_000 },
    );
  });

  test.each([
    "",
    "1.2.3.0",
    "1.2.3.0/33",
    "1.2.3.0/-1",
    "1.2.3.0/024",
    "1.2.3.0/24/24",
    "1.2.3.0/ 24",
    "x/0",
    "::/129",
  ])("are in no network that is malformed: %o", (network) => {
    expect(isInNetworks([network], "1.2.3.4")).toBe(false);
  });
});
