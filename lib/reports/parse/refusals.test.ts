import { describe, expect, test } from "vitest";
import { parse } from "./testing";

const score = (value: string): string => `{"scores":{"a":{"values":{"q":{"score":${value}}}}}}`;
const id = (mrn: string): unknown => ({ assets: { [mrn]: {} } });

describe("a wrong shape is refused with its place", () => {
  const cases: [name: string, report: unknown, path: string][] = [
    ["a list", [], "$"],
    ["null", null, "$"],
    ["a text", '"x"', "$"],
    ["an object of something else", { foo: 1 }, "$"],
    ["an empty object", {}, "$"],
    ["assets as a list", { assets: [] }, "assets"],
    ["assets as a number", { assets: 5 }, "assets"],
    ["an asset that is a text", { assets: { a: "x" } }, "assets.a"],
    ["an asset under another asset's MRN", { assets: { a: { mrn: "b" } } }, "assets.a.mrn"],
    ["a name that is a number", { assets: { "//x/1": { name: 5 } } }, 'assets["//x/1"].name'],
    ["a platform that is a text", { assets: { a: { platform: "debian" } } }, "assets.a.platform"],
    ["an error that is an object", { errors: { a: {} } }, "errors.a"],
    ["scores as a list", { scores: { a: { values: [] } } }, "scores.a.values"],
    ["a score that is a number", { scores: { a: { values: { q: 5 } } } }, "scores.a.values.q"],
    ["a score above 100", score("100.5"), "scores.a.values.q.score"],
    ["a score below 0", score("-1"), "scores.a.values.q.score"],
    ["a score beyond all numbers", score("1e999"), "scores.a.values.q.score"],
    ["a score that is a text", score('"NaN"'), "scores.a.values.q.score"],
    ["a score that is true", score("true"), "scores.a.values.q.score"],
    ["a full form's total above 100", { reports: { a: { score: { value: 101 } } } }, "reports.a.score.value"],
    [
      "a status that is a paragraph",
      { scores: { a: { values: { q: { status: "x".repeat(65) } } } } },
      "scores.a.values.q.status",
    ],
    ["both forms at once", { scores: {}, reports: {} }, "reports"],
    ["an empty MRN", id(""), 'assets[""]'],
    ["an MRN with a line end", id("a\nb"), 'assets["a\\nb"]'],
    ["an MRN with a NUL", { errors: { "a\0": "x" } }, 'errors["a\\u0000"]'],
    ["an MRN of 1,025 characters", id("x".repeat(1025)), `assets["${"x".repeat(119)}…"]`],
    [
      "a query id with a control character",
      { scores: { a: { values: { "q\u0085": {} } } } },
      'scores.a.values["q\u0085"]',
    ],
  ];

  test.each(cases)("%s", async (_name, report, path) => {
    expect(await parse(report)).toMatchObject({ ok: false, reason: "wrong_shape", path, line: 1 });
  });

  test("an MRN of 1,024 characters is accepted", async () => {
    expect(await parse(id("x".repeat(1024)))).toMatchObject({ ok: true });
  });
});

describe("a duplicate name is refused, because parsers disagree on which one counts", () => {
  test.each([
    ['{"assets":{},"assets":{}}', "assets"],
    ['{"errors":{"a":"x","a":"y"}}', "errors.a"],
    ['{"errors":{"a":"x","\\u0061":"y"}}', "errors.a"],
    ['{"scores":{"a":{"values":{"q":{"score":1,"score":100}}}}}', "scores.a.values.q.score"],
  ])("%s", async (text, path) => {
    expect(await parse(text)).toMatchObject({ ok: false, reason: "duplicate_key", path });
  });

  test("except in skipped parts", async () => {
    expect(await parse('{"data":{"a":{"x":1,"x":2}}}')).toMatchObject({ ok: true });
  });
});

describe("broken JSON is refused with its place", () => {
  const cases: [text: string, reason: string, offset: number][] = [
    ["", "invalid_json", 0],
    ["   ", "invalid_json", 3],
    ['{"assets":{"a":{}}', "truncated", 18],
    ['{"assets":{"a', "truncated", 13],
    ['{"assets":nul', "invalid_json", 13],
    ['{"assets":{}} x', "invalid_json", 15],
    ['{"assets":{}}{}', "invalid_json", 13],
    ['{"assets":{},}', "invalid_json", 13],
    ["{'assets':{}}", "invalid_json", 1],
    ['{"assets":{}/**/}', "invalid_json", 12],
    ['{"data":{"a":01}}', "invalid_json", 15],
    ['{"data":{"a":NaN}}', "invalid_json", 16],
    ['{"data":{"é":+1}}', "invalid_json", 16],
    ['{"data":{"a":"\t"}}', "invalid_json", 14],
    ['{"data":{"a":"\\x"}}', "invalid_json", 16],
  ];

  test.each(cases)("%s", async (text, reason, offset) => {
    expect(await parse(text)).toMatchObject({ ok: false, reason, offset });
  });

  test.each(cases)("%s, byte by byte", async (text, reason) => {
    expect(await parse(text, { size: 1 })).toEqual(await parse(text));
    expect(await parse(text, { size: 1 })).toMatchObject({ ok: false, reason });
  });

  test("text that is not UTF-8", async () => {
    const report = Buffer.concat([Buffer.from('{"errors":{"a":"'), Buffer.from([0xe4]), Buffer.from('b"}}')]);
    expect(await parse(report)).toMatchObject({ ok: false, reason: "not_utf8" });
  });

  test("text that ends inside a character", async () => {
    expect(await parse(Buffer.from('{"errors":{"a":"é').subarray(0, -1))).toMatchObject({
      ok: false,
      reason: "truncated",
    });
  });
});

describe("deep nesting is refused", () => {
  test.each(["[", '{"a":', '[{"a":'])("a hundred thousand %s", async (opening) => {
    expect(await parse(`{"data":{"x":${opening.repeat(100_000)}`)).toMatchObject({ ok: false, reason: "too_deep" });
  });

  test("but a reasonable depth is accepted", async () => {
    expect(await parse(`{"data":{"x":${"[".repeat(100)}${"]".repeat(100)}}}`)).toMatchObject({ ok: true });
  });
});
