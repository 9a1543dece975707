import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { decodeInvalidation, encodeInvalidation } from "./invalidation-message";
import { RecordStore } from "./record-store";
import type { TokenRecord } from "./token-record";

const ORGANIZATION = "acme-corp";

function recordOf(apiIds: readonly string[], scopes: readonly string[] = ["read"]): TokenRecord {
  return {
    tokenId: randomUUID(),
    organizationId: ORGANIZATION,
    spaceId: null,
    name: "A token",
    secretHint: "latch_…abcd",
    permissions: [],
    grants: apiIds.map((apiId) => ({
      apiId,
      api: `urn:acme:${apiId}`,
      scopes: new Set(scopes),
      scope: scopes.join(" "),
    })),
    issues: null,
    verifies: null,
    boundToOne: false,
    subject: null,
    metadata: null,
    createdAt: 0,
    revoked: false,
    revokedAt: null,
    endsAt: null,
    limits: null,
    counted: [],
  };
}

/** A store with `count` records that have scopes of these APIs. */
function storeOf(count: number, apiIds: readonly string[]): RecordStore {
  const store = new RecordStore();
  for (let i = 0; i < count; i += 1) store.fill(String(i), recordOf(apiIds), store.generation);
  return store;
}

test("a change of a subject drops the records of its tokens, and no others", () => {
  const store = new RecordStore();
  const records = {
    own: { ...recordOf([]), subject: "cus_1" },
    other: { ...recordOf([]), subject: "cus_10" },
    without: recordOf([]),
    foreign: { ...recordOf([]), subject: "cus_1", organizationId: "lunalectric" },
  };
  for (const [key, record] of Object.entries(records)) store.fill(key, record, store.generation);
  const before = store.generation;
  const message = encodeInvalidation(randomUUID(), randomUUID(), { organizationId: ORGANIZATION, subject: "cus_1" });
  const decoded = decodeInvalidation(message);
  store.forget({ organizationId: decoded?.organization ?? "", subject: decoded?.subject });
  expect(Object.keys(records).filter((key) => store.find(key) === undefined)).toEqual(["own"]);
  expect(store.fill("late", records.own, before)).toBe(false);
});

test("a record with scopes of a changed API is not found again, and others are", () => {
  const store = storeOf(2, ["a", "b"]);
  store.fill("other", recordOf(["c"]), store.generation);
  store.fill("none", recordOf([]), store.generation);
  store.forget({ organizationId: ORGANIZATION, apiIds: ["b"] });
  expect(["0", "1", "other", "none"].map((key) => store.find(key) !== undefined)).toEqual([false, false, true, true]);
  expect(store.find("0")).toBeUndefined();
});

test("an Issuer's record is not found after a change of an API whose scopes it gives to tokens", () => {
  const store = storeOf(0, []);
  const issues = [{ apiId: "a", api: "urn:acme:a", scopes: null }];
  store.fill("issuer", { ...recordOf([]), permissions: ["issuer"], issues }, store.generation);
  store.forget({ organizationId: ORGANIZATION, apiIds: ["other"] });
  expect(store.find("issuer")).toBeDefined();
  store.forget({ organizationId: ORGANIZATION, apiIds: ["a"] });
  expect(store.find("issuer")).toBeUndefined();
});

test("a bound Verifier's record is not found after a change of an API that it is bound to", () => {
  const store = storeOf(0, []);
  const verifies = [{ apiId: "a", api: "urn:acme:a" }];
  store.fill("verifier", { ...recordOf([]), permissions: ["verifier"], verifies }, store.generation);
  store.forget({ organizationId: ORGANIZATION, apiIds: ["other"] });
  expect(store.find("verifier")).toBeDefined();
  store.forget({ organizationId: ORGANIZATION, apiIds: ["a"] });
  expect(store.find("verifier")).toBeUndefined();
});

test("a record that was looked up after the change is found, until the next change", () => {
  const store = storeOf(1, ["a"]);
  for (let i = 0; i < 3; i += 1) {
    store.forget({ organizationId: ORGANIZATION, apiIds: ["a"] });
    expect(store.find("0")).toBeUndefined();
    store.fill("0", recordOf(["a"]), store.generation);
    expect(store.find("0")).toBeDefined();
  }
});

test("a look-up that began before a change of an API is not stored after it", () => {
  const store = storeOf(0, []);
  const { generation } = store;
  store.forget({ organizationId: ORGANIZATION, apiIds: ["a"] });
  expect(store.fill("late", recordOf(["a"]), generation)).toBe(false);
});

test("a change of an API touches none of the records with its scopes", () => {
  const store = storeOf(20_000, ["a"]);
  let touched = 0;
  const record = store.find("0");
  Object.defineProperty(record, "grants", { get: () => ((touched += 1), recordOf(["a"]).grants) });
  store.forget({ organizationId: ORGANIZATION, apiIds: ["a"] });
  expect([touched, store.size]).toEqual([0, 20_000]);
  expect(store.find("0")).toBeUndefined();
  expect([touched, store.size]).toEqual([1, 19_999]);
});

test("a record is compared with changes of APIs once per change, and not at every check", () => {
  const store = storeOf(1, ["a"]);
  let compared = 0;
  const record = store.find("0");
  Object.defineProperty(record, "grants", { get: () => ((compared += 1), recordOf(["a"]).grants) });
  for (let change = 1; change <= 3; change += 1) {
    store.forget({ organizationId: ORGANIZATION, apiIds: ["other"] });
    for (let check = 0; check < 10; check += 1) expect(store.find("0")).toBe(record);
    expect(compared).toBe(change);
  }
});

test("any number of changed APIs needs bounded memory, and no record of theirs is found again", () => {
  const store = storeOf(1, ["a"]);
  store.forget({ organizationId: ORGANIZATION, apiIds: ["a"] });
  for (let i = 0; i < 2_000; i += 1) store.forget({ organizationId: ORGANIZATION, apiIds: [`api ${i}`] });
  expect(store.find("0")).toBeUndefined();
  expect(store.size).toBe(0);
});

test("records with many scopes take the place of many records", () => {
  const store = new RecordStore(1_000);
  const many = Array.from({ length: 500 }, (_, i) => `${"x".repeat(60)}${i}`);
  for (let i = 0; i < 100; i += 1) store.fill(String(i), recordOf(["a"], many), store.generation);
  expect(store.size).toBeLessThan(10);
  expect(store.find("99")).toBeDefined();
});

test("the message of a changed API drops the organization's records in an instance that does not know APIs", () => {
  const [id, from, apiId] = [randomUUID(), randomUUID(), randomUUID()];
  const payload = encodeInvalidation(id, from, { organizationId: ORGANIZATION, apiIds: [apiId] });
  expect(decodeInvalidation(payload)).toEqual({ id, from, organization: ORGANIZATION, apis: [apiId] });
  // The previous version reads `organization` and `tokens`; without tokens it drops all of the organization.
  expect(JSON.parse(payload)).toEqual({ id, from, organization: ORGANIZATION, apis: [apiId] });
});
