import { afterEach, describe, expect, test, vi } from "vitest";
import { log } from "../../platform/log";
import { LEASE_MS } from "../token-cache/lease";
import { combineLimits, UNKNOWN_SOURCE, whyLimited } from "./effective";
import { limitsSchema } from "./schema";

afterEach(() => void vi.restoreAllMocks());

const from = (certainAddress: string | null) => ({ certainAddress });
const AT = Date.parse("2026-11-30T00:00:00.000Z");

describe("limits", () => {
  test("refuse nothing where there are none", () => {
    expect(whyLimited(combineLimits([]), AT, UNKNOWN_SOURCE)).toBeNull();
    expect(whyLimited(combineLimits([{}]), AT, UNKNOWN_SOURCE)).toBeNull();
  });

  test("let a token begin never before notBefore, though the clock may be ahead, and within a second after it", () => {
    const limits = combineLimits([{ notBefore: "2026-11-30T00:00:00.000Z" }]);
    expect(whyLimited(limits, AT + LEASE_MS - 1, UNKNOWN_SOURCE)).toBe("not_yet_valid");
    expect(whyLimited(limits, AT + LEASE_MS, UNKNOWN_SOURCE)).toBeNull();
  });

  test("of a token and its ancestors hold together: the latest notBefore, and what is in all networks", () => {
    const limits = combineLimits([
      { networks: ["10.0.0.0/8", "192.0.2.0/24"] },
      { notBefore: "2026-11-30T00:00:00.000Z" },
      { networks: ["10.1.0.0/16", "2001:db8::/32"], notBefore: "2026-11-29T00:00:00.000Z" },
    ]);
    expect(whyLimited(limits, AT, from("10.1.2.3"))).toBe("not_yet_valid");
    const later = AT + LEASE_MS;
    expect(whyLimited(limits, later, from("10.1.2.3"))).toBeNull();
    for (const address of ["10.2.0.1", "192.0.2.1", "2001:db8::1", null])
      expect(whyLimited(limits, later, from(address))).toBe("network");
  });

  test("with nothing in common refuse every address", () => {
    const limits = combineLimits([{ networks: ["10.0.0.0/8"] }, { networks: ["192.0.2.0/24"] }]);
    for (const address of ["10.0.0.1", "192.0.2.1", null])
      expect(whyLimited(limits, AT, from(address))).toBe("network");
  });

  test.each([
    { networks: [], colours: 1 },
    { colours: 1 },
    { networks: ["10.0.0.0/8", "nonsense"] },
    { notBefore: "soon" },
    [],
    "none",
  ])("that this version cannot evaluate, such as %j, refuse every request, and the log says so", (stored) => {
    const warn = vi.spyOn(log, "warn").mockImplementation(() => undefined);
    const limits = combineLimits([{ networks: ["0.0.0.0/0"] }, stored]);
    expect(whyLimited(limits, AT, from("10.0.0.1"))).toBe("network");
    expect(warn.mock.calls.length).toBeLessThanOrEqual(1);
  });
});

describe("limits that are sent", () => {
  test("are stored in canonical form, each network once", () => {
    const sent = {
      networks: ["2001:DB8::/32", " 192.0.2.0/24", "192.0.2.0/24", "::ffff:10.0.0.0/104"],
      notBefore: "2026-11-30T01:00:00+01:00",
    };
    expect(limitsSchema.parse(sent)).toEqual({
      networks: ["2001:db8::/32", "192.0.2.0/24", "10.0.0.0/8"],
      notBefore: "2026-11-30T00:00:00.000Z",
    });
  });

  test.each([
    [{ networks: [] }, "Name at least one network, or leave networks out."],
    [{ networks: Array.from({ length: 51 }, (_, at) => `10.0.0.${at}`) }, "Name at most 50 networks."],
    [{ networks: ["10.0.0.1/8"] }, "“10.0.0.1/8” has bits set behind its prefix. Write 10.0.0.0/8 for the network."],
    [{ networks: ["home"] }, "“home” is no network. Write one such as 192.0.2.0/24 or 2001:db8::/32."],
    [{ notBefore: "tomorrow" }, "Enter a date and time."],
    [{ requests: 1 }, 'Unrecognized key: "requests"'],
  ])("as %j are refused", (sent, message) => {
    expect(limitsSchema.safeParse(sent).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
});
