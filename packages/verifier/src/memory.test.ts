import { describe, expect, test } from "vitest";
import { Memory } from "./memory.js";

const LATER = { running: Infinity, wall: Infinity };
const entry = (id: string, subject: string | null = null, until = LATER) => ({ id, subject, until });

describe("the memory", () => {
  const filled = (count: number, maxEntries: number) => {
    const memory = new Memory(maxEntries);
    for (let at = 0; at < count; at += 1) memory.remember(`s${at}`, entry(`t${at}`));
    return memory;
  };
  const find = (memory: Memory<ReturnType<typeof entry>>, secret: string) => memory.find(secret, 0, 0);

  test("never has more entries than it may", () => {
    expect(filled(1_000, 100).size).toBeLessThanOrEqual(100);
    const memory = filled(1_000, 100);
    for (let at = 900; at < 1_000; at += 1) find(memory, `s${at}`);
    expect(memory.size).toBeLessThanOrEqual(100);
  });

  test("keeps the half that was used last", () => {
    const memory = filled(10, 1_000);
    for (let at = 10; at < 5_000; at += 1) {
      memory.remember(`s${at}`, entry(`t${at}`));
      if (at % 100 === 0) for (let hot = 0; hot < 10; hot += 1) find(memory, `s${hot}`);
    }
    expect(Array.from({ length: 10 }, (_, hot) => find(memory, `s${hot}`)?.id)).not.toContain(undefined);
  });

  test("forgets all secrets of a token, in both generations", () => {
    const memory = new Memory(4);
    memory.remember("old", entry("t"));
    memory.remember("x", entry("x"));
    memory.remember("new", entry("t"));
    memory.forget({ kind: "tokens", tokens: ["t", "unknown"] });
    expect([find(memory, "old"), find(memory, "new"), find(memory, "x")?.id]).toEqual([undefined, undefined, "x"]);
  });

  test("forgets all tokens of a subject, and none without", () => {
    const memory = new Memory(10);
    memory.remember("a", entry("a", "customer"));
    memory.remember("b", entry("b", "customer"));
    memory.remember("c", entry("c", "other"));
    memory.remember("d", entry("d"));
    memory.forget({ kind: "subject", subject: "customer" });
    expect(["a", "b", "c", "d"].map((secret) => find(memory, secret)?.id)).toEqual([undefined, undefined, "c", "d"]);
  });

  test("forgets everything", () => {
    const memory = filled(10, 10);
    memory.forget({ kind: "all" });
    expect([memory.size, find(memory, "s9")]).toEqual([0, undefined]);
  });

  test("answers no more when an entry's time is over by one of the clocks", () => {
    const memory = new Memory(10);
    memory.remember("a", entry("a", null, { running: 100, wall: 200 }));
    const found = [memory.find("a", 99, 199), memory.find("a", 100, 199), memory.find("a", 99, 200)];
    expect(found.map((one) => one?.id)).toEqual(["a", undefined, undefined]);
  });

  test("forgets the newer of two entries of a secret, and the older one with it", () => {
    const memory = new Memory(4);
    memory.remember("a", entry("one"));
    memory.remember("b", entry("b"));
    memory.remember("a", entry("two"));
    memory.forget({ kind: "tokens", tokens: ["two"] });
    expect(find(memory, "a")).toBeUndefined();
  });
});
