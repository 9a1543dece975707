import { BlockList, isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatNetwork,
  intersectNetworks,
  isInNetworks,
  parseAddress,
  parseNetwork,
  type IpNetwork,
} from "./ip-network";

function network(text: string): IpNetwork {
  const parsed = parseNetwork(text);
  if ("problem" in parsed) throw new Error(`${text} is ${parsed.problem}`);
  return parsed;
}

/** An address as a number, and how many bits it has. */
interface Bits {
  readonly value: bigint;
  readonly width: 32 | 128;
}

const v4 = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }).map((value): Bits => ({ value, width: 32 }));
const v6 = fc
  .bigInt({ min: 0n, max: 2n ** 128n - 1n })
  .filter((value) => value >> 32n !== 0xffffn)
  .map((value): Bits => ({ value, width: 128 }));
const address = fc.oneof(v4, v6);

function text({ value, width }: Bits): string {
  const group = width === 32 ? 8n : 16n;
  const parts = Array.from({ length: width === 32 ? 4 : 8 }, (_, at, last = width === 32 ? 3 : 7) =>
    Number((value >> (group * BigInt(last - at))) & (2n ** group - 1n)),
  );
  return width === 32 ? parts.join(".") : parts.map((part) => part.toString(16)).join(":");
}

/** A network, and an address that shares some of its leading bits. */
const pair = fc
  .tuple(address, fc.nat(128), address, fc.nat(128))
  .map(([base, length, other, common]) => {
    const bits = length % (base.width + 1);
    const host = BigInt(base.width - bits);
    const start = { ...base, value: (base.value >> host) << host };
    const kept = BigInt(base.width - (common % (base.width + 1)));
    const near = { ...base, value: ((base.value >> kept) << kept) | (other.value % 2n ** kept) };
    return { start, bits, candidate: other.width === base.width ? near : other };
  })
  .filter(({ candidate }) => candidate.width === 32 || candidate.value >> 32n !== 0xffffn);

describe("a network", () => {
  test("has exactly the addresses that share its leading bits, as arithmetic and node:net say", () => {
    fc.assert(
      fc.property(pair, ({ start, bits, candidate }) => {
        const host = BigInt(start.width - bits);
        const expected = candidate.width === start.width && candidate.value >> host === start.value >> host;
        const written = `${text(start)}/${bits}`;
        const list = new BlockList();
        list.addSubnet(text(start), bits, start.width === 32 ? "ipv4" : "ipv6");
        const found = isInNetworks([network(written)], parseAddress(text(candidate)) ?? "");
        expect(found).toBe(expected);
        if (start.width === candidate.width)
          expect(found).toBe(list.check(text(candidate), start.width === 32 ? "ipv4" : "ipv6"));
      }),
      { numRuns: 2_000 },
    );
  });

  test("is written in one way, which is read as the same", () => {
    fc.assert(
      fc.property(pair, ({ start, bits }) => {
        const canonical = formatNetwork(network(`${text(start).toUpperCase()}/${bits}`));
        expect(formatNetwork(network(canonical))).toBe(canonical);
        const [base = ""] = canonical.split("/");
        expect(isIP(base)).toBe(start.width === 32 ? 4 : 6);
      }),
    );
  });

  test("with host bits is refused, and the one without is named", () => {
    fc.assert(
      fc.property(address, fc.nat(128), ({ value, width }, length) => {
        const bits = length % (width + 1);
        const host = BigInt(width - bits);
        const start = (value >> host) << host;
        const parsed = parseNetwork(`${text({ value, width })}/${bits}`);
        if (start === value) expect(parsed).not.toHaveProperty("problem");
        else
          expect(parsed).toEqual({
            problem: "host_bits",
            network: formatNetwork(network(`${text({ value: start, width })}/${bits}`)),
          });
      }),
    );
  });

  test.each([
    ["192.0.2.7", "192.0.2.7/32"],
    ["2001:DB8::1", "2001:db8::1/128"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["::/0", "::/0"],
    ["::ffff:10.0.0.0/104", "10.0.0.0/8"],
    ["::ffff:192.0.2.7", "192.0.2.7/32"],
    ["::ffff:0:0/96", "0.0.0.0/0"],
    ["2001:0db8:0000::/32", "2001:db8::/32"],
  ])("%s is %s", (given, canonical) => {
    expect(formatNetwork(network(given))).toBe(canonical);
  });

  test.each([
    ...["", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/8/8", "10.0.0.0/-1", "10.0.0.0/8.0"],
    ...["10/8", "10.0.0/24", "0x0a.0.0.0/8", "010.0.0.0/8", "10.0.0.256", "fe80::1%eth0", "fe80::%1/64", "::1/129"],
    ...[
      "[::1]",
      "localhost",
      "10.0.0.0 /8",
      "10.0.0.1:80",
      "1",
      ":",
      "1::2::3",
      "10.0.0.0/255.0.0.0",
      "::ffff:1.2.3/96",
    ],
  ])("is not written as “%s”", (given) => {
    expect(parseNetwork(given)).toEqual({ problem: "malformed" });
  });

  test("of IPv6 has no IPv4 address, mapped or not", () => {
    for (const given of ["192.0.2.7", "::ffff:192.0.2.7"]) {
      expect(isInNetworks([network("::/0")], parseAddress(given) ?? "")).toBe(false);
      expect(isInNetworks([network("192.0.2.0/24")], parseAddress(given) ?? "")).toBe(true);
    }
    expect(parseNetwork("::ffff:0:0/95")).toMatchObject({ problem: "host_bits" });
  });
});

describe("an address", () => {
  test.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:DB8:0::1", "2001:db8::1"],
  ])("%s is %s", (given, canonical) => {
    expect(parseAddress(given)).toBe(canonical);
  });

  test.each(["", "192.0.2", "0300.0.2.7", "192.0.2.7:80", "[::1]", "fe80::1%eth0", "192.0.2.7/32", " 192.0.2.7", "x"])(
    "is not written as “%s”",
    (given) => {
      expect(parseAddress(given)).toBeNull();
    },
  );
});

test("what is in an intersection is in both lists, and the other way", () => {
  const networks = fc.array(
    pair.map(({ start, bits }) => network(`${text(start)}/${bits}`)),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(networks, networks, address, (some, others, candidate) => {
      const shared = [...some, network("10.0.0.0/8")];
      const both = intersectNetworks(shared, [...others, network("10.1.0.0/16"), network("2001:db8::/32")]);
      for (const known of [text(candidate), "10.1.2.3", "10.2.0.1", ...some.map(([start]) => start.toString())]) {
        const canonical = parseAddress(known) ?? "";
        expect(isInNetworks(both, canonical)).toBe(
          isInNetworks(shared, canonical) &&
            isInNetworks([...others, network("10.1.0.0/16"), network("2001:db8::/32")], canonical),
        );
      }
    }),
  );
});
