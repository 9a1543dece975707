import { beforeEach, describe, expect, test } from "vitest";
import type { Change } from "./changes.js";
import { now } from "./instant.js";
import { KnownChanges, SETTLING_MS } from "./known-changes.js";

describe("the known changes", () => {
  let forgotten: Change[];
  let known: KnownChanges;
  beforeEach(() => {
    forgotten = [];
    known = new KnownChanges({ maxStaleMs: 1_000, timeoutMs: 5_000, forget: (change) => forgotten.push(change) });
  });

  const poll = (since: string | null, msAgo = 0) => {
    const { running, wall } = now();
    return { since, sent: { running: running - msAgo, wall: wall - msAgo } };
  };
  const answer = (items: object[], nextCursor: string, rest: object = {}) => ({
    items,
    nextCursor,
    reset: false,
    ageMs: 0,
    ...rest,
  });
  const begin = () => known.take(poll(null), answer([], "c0", { reset: true }));

  test("begin by forgetting everything", () => {
    expect(known.isFresh).toBe(false);
    begin();
    expect([forgotten, known.cursor, known.isFresh]).toEqual([[{ kind: "all" }], "c0", true]);
  });

  test("are heard from answers that come in another order, and none moves the cursor back or too far", () => {
    begin();
    const [first, second] = [poll("c0"), poll("c0")];
    known.take(second, answer([{ tokens: ["a"] }, { tokens: ["b"] }], "c2"));
    known.take(first, answer([{ tokens: ["a"] }], "c1"));
    expect(known.cursor).toBe("c2");
    expect(forgotten.slice(1)).toEqual(["a", "b", "a"].map((id) => ({ kind: "tokens", tokens: [id] })));
  });

  test("are heard from an answer that was overtaken, although it does not move the cursor", () => {
    begin();
    const late = poll("c0");
    known.take(poll("c0"), answer([], "c0b"));
    known.take(late, answer([{ subject: "customer-1" }], "c1"));
    expect([forgotten.at(-1), known.cursor]).toEqual([{ kind: "subject", subject: "customer-1" }, "c0b"]);
  });

  test("are not fresh by an answer to a poll that was sent too long ago, but are heard from it", () => {
    known.take(poll(null, 1_000), answer([], "c0", { reset: true }));
    known.take(poll("c0", 1_000), answer([{ tokens: ["a"] }], "c1"));
    expect([known.isFresh, known.cursor, forgotten.length]).toEqual([false, "c1", 2]);
  });

  test("are not fresh by answers that say that they are behind", () => {
    known.take(poll(null), answer([], "c0", { reset: true, ageMs: 1_000 }));
    expect(known.isFresh).toBe(false);
  });

  test.each([
    {},
    null,
    [],
    answer([], "c1", { ageMs: undefined }),
    answer([], "c1", { ageMs: null }),
    answer([], "c1", { reset: undefined }),
    answer([], "c1", { nextCursor: 5 }),
    answer([], "c1", { items: {} }),
  ])("take nothing for an answer that is none: %o", (body) => {
    expect(known.take(poll(null), body)).toBe(false);
    expect([known.isFresh, known.cursor]).toEqual([false, null]);
  });

  test.each([{ spaces: ["x"] }, { tokens: "a" }, { tokens: [1] }, null, "all"])(
    "take an item of an unknown kind for a change of everything: %o",
    (item) => {
      begin();
      known.take(poll("c0"), answer([item as object], "c1"));
      expect(forgotten.at(-1)).toEqual({ kind: "all" });
    },
  );

  test("concern a token by its id, its subject, or all, for as long as a question can take", () => {
    const concerns = (id: string, subject: string | null, msAgo: number) =>
      known.recent.concerns({ id, subject }, performance.now() - msAgo);
    expect(concerns("a", null, 0)).toBe(true); // Nothing is known before the feed has begun.
    begin();
    expect([concerns("a", null, SETTLING_MS), concerns("a", null, -1)]).toEqual([true, false]);
    const begun = performance.now() + 1;
    while (performance.now() <= begun);
    known.hear([
      { kind: "tokens", tokens: ["a"] },
      { kind: "subject", subject: "s" },
    ]);
    const since = (id: string, subject: string | null) => known.recent.concerns({ id, subject }, begun);
    expect([since("a", null), since("b", "s"), since("b", null), since("s", "a")]).toEqual([true, true, false, false]);
  });

  test("are taken for a change of everything when they are too many to tell apart", () => {
    begin();
    const begun = performance.now() + 1;
    while (performance.now() <= begun);
    known.hear([{ kind: "tokens", tokens: Array.from({ length: 10_001 }, (_, at) => `t${at}`) }]);
    expect(known.recent.concerns({ id: "another", subject: null }, begun)).toBe(true);
  });
});
