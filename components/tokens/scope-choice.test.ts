import { expect, test } from "vitest";
import { chosenOf, foundScopes, grantsOf, lostScopes, maxLifetimeOf, withHeld } from "./scope-choice";

const scope = (name: string, description = "") => ({ name, description });
const BILLING = {
  identifier: "urn:acme:billing",
  name: "Billing",
  maxLifetimeDays: 30,
  scopes: [scope("customers:read", "Invoices’ customers"), scope("invoices:read"), scope("invoices:write")],
};
const OTHER = { identifier: "urn:acme:other", name: "Other", maxLifetimeDays: null, scopes: [scope("a")] };
const names = (search: string) => foundScopes(BILLING.scopes, search).map(({ name }) => name);

test("a search with a star is by prefix, another one finds text anywhere", () => {
  expect(names("")).toHaveLength(3);
  expect(names("Invoices:*")).toEqual(["invoices:read", "invoices:write"]);
  expect(names("invoices")).toEqual(["customers:read", "invoices:read", "invoices:write"]);
  expect(names("*")).toHaveLength(3);
  expect(names("read*")).toEqual([]);
});

test("the grants name each API with a chosen scope, and no scope that is not offered", () => {
  const chosen = { [BILLING.identifier]: ["invoices:write", "customers:read", "gone"], [OTHER.identifier]: [] };
  expect(grantsOf([BILLING, OTHER], chosen)).toEqual([
    { api: BILLING.identifier, scopes: ["customers:read", "invoices:write"] },
  ]);
});

test("the maximum lifetime is the shortest of the organization and the APIs that are granted", () => {
  const grants = [{ api: BILLING.identifier }];
  expect(maxLifetimeOf(null, [BILLING, OTHER], [])).toBeNull();
  expect(maxLifetimeOf(90, [BILLING, OTHER], [{ api: OTHER.identifier }])).toBe(90);
  expect(maxLifetimeOf(90, [BILLING, OTHER], grants)).toBe(30);
  expect(maxLifetimeOf(null, [BILLING, OTHER], grants)).toBe(30);
});

test("what a token has is offered with it, even if the form's list has no room for its API or is older", () => {
  const held = [
    { api: OTHER.identifier, scopes: ["a", "new"] },
    { api: "urn:acme:beyond", scopes: ["b"] },
  ];
  const offered = withHeld([BILLING, OTHER], held);
  expect(grantsOf(offered, chosenOf(held))).toEqual(held);
  expect(offered.map(({ scopes }) => scopes.length)).toEqual([3, 2, 1]);
});

test("the scopes that a change takes away are told apart by their API", () => {
  const before = [
    { api: "urn:a", scopes: ["read", "write"] },
    { api: "urn:b", scopes: ["read"] },
  ];
  expect(lostScopes(before, [{ api: "urn:a", scopes: ["read"] }])).toEqual(["write", "read"]);
  expect(lostScopes(before, before)).toEqual([]);
});
