import { describe, expect, test } from "vitest";
import { MAX_JWT_SECONDS, parseRevocations, RevocationList, type RevocationEntry } from "./revocation-list.js";

const API = "https://billing.acme.example";
const AT = Date.parse("2026-12-01T12:00:00Z");
const jwt = (tokenId: string, issuedAt: number, scopes = ["read"]) => ({ tokenId, issuedAt, scopes });

describe("the list of revocations", () => {
  const listOf = (...entries: RevocationEntry[]) => {
    const list = new RevocationList(API);
    list.add(entries, 0);
    return list;
  };

  test("refuses every JWT of a revoked token, and none of others", () => {
    const list = listOf({ kind: "revoked", tokenId: "a", at: AT });
    expect([list.refuses(jwt("a", AT + 60_000)), list.refuses(jwt("b", AT - 60_000))]).toEqual([true, false]);
  });

  test("refuses JWTs of a narrowed token that were issued before, and the last change counts", () => {
    const list = listOf({ kind: "narrowed", tokenId: "a", at: AT + 5_000 }, { kind: "narrowed", tokenId: "a", at: AT });
    expect([list.refuses(jwt("a", AT + 4_999)), list.refuses(jwt("a", AT + 5_000))]).toEqual([true, false]);
  });

  test("stays revoked when an older change is listed after it", () => {
    const list = listOf({ kind: "revoked", tokenId: "a", at: AT }, { kind: "narrowed", tokenId: "a", at: AT });
    expect(list.refuses(jwt("a", AT + 60_000))).toBe(true);
  });

  test("refuses JWTs with a removed scope of this API that were issued before, and of no other API", () => {
    const list = listOf(
      { kind: "scopes_removed", api: API, scopes: ["write"], at: AT },
      { kind: "scopes_removed", api: "urn:other", scopes: null, at: AT },
    );
    const refused = [
      list.refuses(jwt("a", AT - 1, ["read", "write"])),
      list.refuses(jwt("a", AT, ["write"])),
      list.refuses(jwt("a", AT - 1, ["read"])),
    ];
    expect(refused).toEqual([true, false, false]);
  });

  test("refuses all JWTs for this API that were issued before it was deleted, or an unknown change", () => {
    for (const entry of [
      { kind: "scopes_removed", api: API, scopes: null, at: AT },
      { kind: "unknown", at: AT },
    ] as const) {
      const list = listOf(entry);
      expect([list.refuses(jwt("a", AT - 1)), list.refuses(jwt("a", AT))]).toEqual([true, false]);
    }
  });

  test("forgets entries when no JWT that they concern is alive", () => {
    const list = listOf({ kind: "revoked", tokenId: "a", at: AT });
    list.add([], MAX_JWT_SECONDS * 1_000);
    expect(list.refuses(jwt("a", AT))).toBe(true);
    list.add([], 2 * MAX_JWT_SECONDS * 1_000);
    expect(list.refuses(jwt("a", AT))).toBe(false);
  });

  test("refuses all JWTs that were issued before when there are too many entries to tell apart", () => {
    const entries = Array.from(
      { length: 100_001 },
      (_, at) => ({ kind: "revoked", tokenId: `t${at}`, at: AT }) as const,
    );
    const list = listOf(...entries);
    expect([
      list.refuses(jwt("t0", AT)),
      list.refuses(jwt("another", AT)),
      list.refuses(jwt("x", AT + 60_000)),
    ]).toEqual([true, true, false]);
  });

  test.each([
    {},
    { items: [], nextCursor: 1 },
    { items: [null], nextCursor: "r" },
    { items: [{ kind: "revoked", tokenId: "a" }], nextCursor: "r" },
    { items: [{ kind: "revoked", tokenId: "a", at: "soon" }], nextCursor: "r" },
  ])("is not taken from what is no answer: %o", (body) => {
    expect(parseRevocations(body)).toBeNull();
  });

  test.each([
    { kind: "revoked", at: new Date(AT).toISOString() },
    { kind: "scopes_removed", api: API, scopes: "all", at: new Date(AT).toISOString() },
    { kind: "suspended", tokenId: "a", at: new Date(AT).toISOString() },
    { tokenId: "a", at: new Date(AT).toISOString() },
  ])("takes an entry of an unknown kind for one about all JWTs: %o", (item) => {
    expect(parseRevocations({ items: [item], nextCursor: "r" })?.entries).toEqual([{ kind: "unknown", at: AT }]);
  });
});
