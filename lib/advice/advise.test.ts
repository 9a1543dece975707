import { describe, expect, test } from "vitest";
import { adviseOn, type SeenWith, type TokenFacts } from "./advise";

const NOW = new Date("2026-11-30T12:00:00Z");
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const seen = (kind: string, value: string, first = 40, last = 1): SeenWith => ({
  kind,
  value,
  firstAt: ago(first),
  lastAt: ago(last),
});

/** A token about which there is nothing to say. */
const facts = (given: Partial<TokenFacts> = {}): TokenFacts => ({
  createdAt: ago(60),
  updatedAt: ago(60),
  notBefore: null,
  lastUsedAt: ago(1),
  secretAt: ago(60),
  endsAt: ago(-60),
  hasNetworks: true,
  permissions: ["viewer"],
  grants: [],
  hasChildren: false,
  seen: [seen("action", "space.read"), seen("address", "192.0.2.1")],
  ...given,
});
const advice = (given: Partial<TokenFacts>) => adviseOn(facts(given), NOW);
const kinds = (given: Partial<TokenFacts>) => advice(given).map(({ kind }) => kind);

test("there is none about a token that is used, expires and needs what it has", () => {
  expect(advice({})).toEqual([]);
});

test("a token without expiration, one never used, one long unused and an old secret are named", () => {
  expect(kinds({ endsAt: null })).toEqual(["no_expiration"]);
  expect(kinds({ lastUsedAt: null, createdAt: ago(30), seen: [] })).toEqual(["never_used"]);
  expect(kinds({ lastUsedAt: null, createdAt: ago(29), seen: [] })).toEqual([]);
  expect(advice({ lastUsedAt: ago(90), seen: [] })).toEqual([{ kind: "unused", days: 90 }]);
  expect(kinds({ lastUsedAt: ago(89), seen: [] })).toEqual([]);
  expect(advice({ secretAt: ago(365) })).toEqual([{ kind: "old_secret", days: 365 }]);
});

describe("networks", () => {
  test("are advised where all use came from one", () => {
    const from = (...addresses: string[]) =>
      advice({
        hasNetworks: false,
        seen: [seen("action", "space.read"), ...addresses.map((one) => seen("address", one))],
      });
    expect(from("192.0.2.1", "192.0.2.200")).toEqual([{ kind: "no_networks", network: "192.0.2.0/24" }]);
    expect(from("2001:db8::1", "2001:db8::ffff:1")).toEqual([{ kind: "no_networks", network: "2001:db8::/64" }]);
    expect(from("192.0.2.1", "192.0.3.1")).toEqual([]);
    expect(from()).toEqual([]);
  });

  test("are not advised where a request came from somewhere unknown", () => {
    const all = [seen("action", "space.read"), seen("address", "192.0.2.1"), seen("uncertain", "*")];
    expect(kinds({ hasNetworks: false, seen: all })).toEqual([]);
  });

  test("of long ago do not count", () => {
    const all = [seen("action", "space.read"), seen("address", "192.0.2.1"), seen("address", "198.51.100.1", 80, 31)];
    expect(kinds({ hasNetworks: false, seen: all })).toEqual(["no_networks"]);
  });

  test("a token that many addresses use is called shared", () => {
    const many = Array.from({ length: 20 }, (_, at) => seen("address", `192.0.2.${at}`));
    const shared = (addresses: SeenWith[]) => advice({ seen: [seen("action", "space.read"), ...addresses] });
    expect(shared(many)).toEqual([{ kind: "many_addresses", addresses: 20 }]);
    expect(shared(many.slice(1))).toEqual([]);
  });
});

describe("permissions that use did not need", () => {
  const enough = (given: Partial<TokenFacts>) => advice(given).map((one) => ("enough" in one ? one.enough : one.kind));

  test("are left out or replaced by weaker ones", () => {
    expect(enough({ permissions: ["owner"] })).toEqual([["viewer"]]);
    expect(enough({ permissions: ["viewer", "agent"] })).toEqual([["viewer"]]);
    expect(enough({ permissions: ["editor"], seen: [seen("action", "space.update")] })).toEqual([]);
    expect(enough({ permissions: ["owner"], seen: [seen("action", "space.update")] })).toEqual([["editor"]]);
    expect(enough({ permissions: ["owner"], seen: [seen("action", "space.delete")] })).toEqual([]);
    expect(enough({ permissions: ["owner"], seen: [seen("action", "token.write")] })).toEqual([]);
    expect(enough({ permissions: ["editor", "verifier"], seen: [seen("action", "token.verify")] })).toEqual([
      ["verifier"],
    ]);
  });

  test("as a service demanded them", () => {
    expect(enough({ permissions: ["owner"], seen: [seen("permission", "editor")] })).toEqual([["editor"]]);
    expect(enough({ permissions: ["owner"], seen: [seen("permission", "*")] })).toEqual([]);
  });

  test("are not guessed at before 30 days of use, for parents, and for Issuers", () => {
    expect(enough({ permissions: ["owner"], seen: [seen("action", "space.read", 29)] })).toEqual([]);
    expect(enough({ permissions: ["owner"], hasChildren: true })).toEqual([]);
    expect(enough({ permissions: ["issuer"] })).toEqual([]);
    expect(enough({ permissions: ["owner"], lastUsedAt: ago(31) })).toEqual([]);
  });
});

test("nothing is said about a token that its parent's children, or a day to come, need", () => {
  const never = { lastUsedAt: null, seen: [] };
  expect(kinds({ ...never, hasChildren: true })).toEqual([]);
  expect(kinds({ lastUsedAt: ago(200), hasChildren: true, seen: [] })).toEqual([]);
  expect(kinds({ ...never, notBefore: ago(-1) })).toEqual([]);
  expect(kinds({ ...never, notBefore: ago(40) })).toEqual(["never_used"]);
});

test("nothing is called unneeded that the token has for less than 30 days", () => {
  expect(kinds({ permissions: ["owner"], hasNetworks: false, updatedAt: ago(29) })).toEqual([]);
  expect(kinds({ permissions: ["owner"], hasNetworks: false, updatedAt: ago(30) })).toEqual([
    "unneeded_permissions",
    "no_networks",
  ]);
});

test("scopes that use did not need are named, unless a service asked for none in particular", () => {
  const grants = [{ api: "urn:acme:live", scopes: ["invoices:read", "invoices:write"] }];
  const given = { permissions: [], grants };
  expect(advice({ ...given, seen: [seen("scope", "urn:acme:live invoices:read")] })).toEqual([
    { kind: "unneeded_scopes", scopes: [{ api: "urn:acme:live", scope: "invoices:write" }] },
  ]);
  expect(advice({ ...given, seen: [seen("scope", "urn:acme:live *")] })).toEqual([]);
  expect(advice({ ...given, hasChildren: true })).toEqual([]);
});
