import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { writeAnswer } from "./write-answer";

const ENOUGH = 64 * 1024 * 1024;
const written = async (value: object) => (await writeAnswer(value, ENOUGH))?.toString();

describe("an answer is written as JSON.stringify would write it", () => {
  test.each<[string, object]>([
    ["scalars", { data: { text: 'a "quoted" \\ line\n', number: 1.5, yes: true, nothing: null, absent: undefined } }],
    ["empty ones", { data: { list: [], object: {} }, errors: [] }],
    ["what JSON leaves out", { errors: [{ list: [undefined, 1], absent: undefined, at: new Date(0) }] }],
    ["lists in lists", { data: { a: [[1, 2], [{ b: [null, "x"] }]] } }],
    ["keys that need quoting", { data: { 'a"b': 1, ü: 2 } }],
    ["what is no ASCII", { data: { text: "Zürich 👩‍👩‍👧 \u2028 \ud800" } }],
    ["many small items", { data: { list: Array.from({ length: 20_000 }, (_, i) => ({ id: i, name: `Name ${i}` })) } }],
    ["a long text", { data: { a: "before", yaml: 'line "1"\n'.repeat(100_000), b: "after" } }],
    ["a long text of pairs", { data: { yaml: `x${"👩".repeat(200_000)}` } }],
  ])("%s", async (_, value) => {
    expect(await written(value)).toBe(Buffer.from(JSON.stringify(value)).toString());
  });
});

test("one that is too large is not written to its end", async () => {
  const list = Array.from({ length: 1_000 }, () => "x".repeat(10_000));
  expect(await writeAnswer({ data: { list } }, 5_000_000)).toBeNull();
});

test("the event loop turns while a large answer is written", async () => {
  let [turns, running] = [0, true];
  const counting = (async () => {
    for (; running; turns += 1) await nextTurn();
  })();
  await written({ data: { list: Array.from({ length: 1_000 }, () => "x".repeat(10_000)) } });
  running = false;
  await counting;
  expect(turns).toBeGreaterThanOrEqual(10_000_000 / (1_000 * 256) / 2); // FIELDS_PER_TURN × BYTES_PER_FIELD a turn
});
