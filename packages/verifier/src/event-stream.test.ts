import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventStreamParser } from "./event-stream.js";

const STREAM = [
  ": hello",
  "",
  "event: change",
  "id: c1",
  'data: {"items":[{"tokens":["ä"]}]}',
  "",
  "event:heartbeat",
  "data: {",
  "data:}",
  "retry: 100",
  "",
  "data: nameless",
  "",
  "event: reset",
  "",
  "event: unfinished",
];
const EVENTS = [
  { event: "change", data: '{"items":[{"tokens":["ä"]}]}' },
  { event: "heartbeat", data: "{\n}" },
  { event: "reset", data: "" },
];

describe("the parser of streams", () => {
  test.each(["\n", "\r\n", "\r"])("reads events in pieces of any length, with lines that end in %j", (end) => {
    const text = STREAM.join(end);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (lengths) => {
        const parser = new EventStreamParser();
        const events: unknown[] = [];
        for (let at = 0, piece = 0; at < text.length; piece += 1) {
          const length = lengths[piece % lengths.length] ?? 1;
          events.push(...(parser.push(text.slice(at, at + length)) ?? []));
          at += length;
        }
        expect(events).toEqual(EVENTS);
      }),
    );
  });

  test("gives up when an event does not end", () => {
    const parser = new EventStreamParser();
    const pieces = Array.from({ length: 40 }, (_, at) => parser.push(`data: ${"x".repeat(at % 2 ? 0 : 65_536)}\n`));
    expect(pieces.at(-1)).toBeNull();
    const line = new EventStreamParser();
    expect(Array.from({ length: 20 }, () => line.push("x".repeat(65_536))).at(-1)).toBeNull();
  });
});
