import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ReportDecoder } from "./decoder";
import { Grammar } from "./grammar";
import { Refusal } from "./refusal";
import { Tokenizer } from "./tokenizer";

type Event = string | [string | number | boolean | null];

/** The events of parsing `parts`, as a flat list. */
function read(parts: readonly string[]): Event[] {
  const events: Event[] = [];
  const grammar = new Grammar({
    open: (kind) => void events.push(kind),
    close: () => void events.push("close"),
    key: (name) => void events.push(`key ${name}`),
    value: (value) => void events.push([value]),
  });
  const tokenizer = new Tokenizer(grammar);
  for (const part of parts) tokenizer.write(part);
  tokenizer.end();
  grammar.end();
  return events;
}

/** The same list, from a value that JSON.parse made. */
function flat(value: unknown): Event[] {
  if (Array.isArray(value)) return ["array", ...value.flatMap(flat), "close"];
  if (typeof value !== "object" || value === null) return [[value as string]];
  return ["object", ...Object.entries(value).flatMap(([key, inner]) => [`key ${key}`, ...flat(inner)]), "close"];
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** `text` in pieces that end at the given places. */
function cut(text: string, places: readonly number[]): string[] {
  const ends = [...places.map((place) => place % (text.length + 1)), text.length].toSorted((a, b) => a - b);
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
}

test("any JSON text has the same value as with JSON.parse, however it is split", () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.array(fc.nat(), { maxLength: 8 }),
      fc.constantFrom(undefined, 2, "\t"),
      (value, places, space) => {
        const text = JSON.stringify(value, null, space);
        expect(read(cut(text, places))).toEqual(flat(JSON.parse(text)));
      },
    ),
    { numRuns: 500 },
  );
});

const scraps = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"a"',
  '"',
  "\\",
  "\\u00e9",
  "\\ud800",
  "\\n",
  "\\x",
  "1",
  "-",
  "0",
  ".",
  "e",
  "5",
  "true",
  "null",
  "nul",
  " ",
  "\n",
  "\u0001",
  "'",
  "é",
  "NaN",
  "/",
];

test("exactly the texts that JSON.parse accepts are accepted", () => {
  const texts = fc.oneof(
    fc.array(fc.constantFrom(...scraps), { maxLength: 9 }).map((parts) => parts.join("")),
    fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom(...scraps))
      .map(([text, at, scrap]) => text.slice(0, at % text.length) + scrap + text.slice((at % text.length) + 1)),
  );
  fc.assert(
    fc.property(texts, fc.array(fc.nat(), { maxLength: 3 }), (text, places) => {
      const accepted = attempt(() => read(cut(text, places)));
      expect(accepted).toBe(isJson(text));
    }),
    { numRuns: 3000 },
  );
});

function refusalOf(work: () => void): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
  }
  throw new Error("Nothing was refused");
}

function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    return false;
  }
}

describe("positions", () => {
  const bytes = Buffer.from('{"errors":\n{"é":"x",\n "b": oops}}');

  test.each([1, 2, 3, 7, 100])("do not depend on pieces of %i bytes", (size) => {
    const decoder = new ReportDecoder();
    const work = (): void => {
      for (let at = 0; at < bytes.length; at += size) decoder.write(bytes.subarray(at, at + size));
      decoder.end();
    };
    expect(refusalOf(work).position).toEqual({ offset: 32, line: 3, column: 11 });
  });
});

test("a number of ten million digits is refused early", () => {
  expect(() => read(["[", ..."1".repeat(1000)])).toThrow("A number may have 400 characters.");
});
