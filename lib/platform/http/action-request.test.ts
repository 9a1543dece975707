import { createRequire } from "node:module";
import { afterEach, describe, expect, test, vi } from "vitest";
import { isActionRequest } from "./action-request";

afterEach(() => vi.restoreAllMocks());

const ID = "a".repeat(42);
type Parts = readonly (readonly [name: string, value: string | Blob])[];

function formOf(parts: Parts): FormData {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  return form;
}

/** A POST to a page: `scripted` as the scripts of a page send it, with the action's id in a header. */
const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request("http://localhost/login", { method: "POST", body, headers });
const scripted = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  post(body, { "next-action": ID, ...headers });
const text = (body: string) => scripted(body, { "content-type": "text/plain;charset=UTF-8" });
const reference = JSON.stringify({ id: ID, bound: null });

describe("what our pages send is let through", () => {
  test.each<[string, Request]>([
    ["arguments as text", text('["a",1,null,true,{"b":[{"c":"d"}]}]')],
    ["no arguments at all", text("[]")],
    ["a dollar sign, escaped", text('["$$5 a month"]')],
    ["undefined", text('["$undefined",{"a":"$undefined"}]')],
    ["arguments as a form", scripted(formOf([["0", '["a"]']]))],
    [
      "a form among the arguments",
      scripted(
        formOf([
          ["0", '["$undefined","$K1"]'],
          ["_1_email", "ada@example.com"],
        ]),
      ),
    ],
    [
      "a promise of another part",
      scripted(
        formOf([
          ["0", '["$@1"]'],
          ["1", '{"a":1}'],
        ]),
      ),
    ],
    [
      "a part of another part",
      scripted(
        formOf([
          ["1", '{"fields":["x"]}'],
          ["0", '["$1:fields:0"]'],
        ]),
      ),
    ],
    ["what was written before", scripted(formOf([["0", '[{"a":{"b":1}},"$0:0:a"]']]))],
    [
      "a file",
      scripted(
        formOf([
          ["0", '["$K1"]'],
          ["_1_file", new Blob(["policies: []"])],
        ]),
      ),
    ],
    [
      "a form without scripts, with an action's id",
      post(
        formOf([
          [`$ACTION_ID_${ID}`, ""],
          ["email", "x"],
        ]),
      ),
    ],
    [
      "a form without scripts, with what is bound to its action",
      post(
        formOf([
          ["$ACTION_REF_1", ""],
          ["$ACTION_1:0", reference],
          ["$ACTION_1:1", '["bound"]'],
          ["$ACTION_KEY", "k"],
          ["email", "$x"],
        ]),
      ),
    ],
    [
      "a POST that is no action, which Next refuses itself",
      post("a=b", { "content-type": "application/x-www-form-urlencoded" }),
    ],
  ])("%s", async (_, request) => {
    expect(await isActionRequest(request)).toBe(true);
  });
});

describe("what Next could not decode is not", () => {
  const deep = `${"[".repeat(30)}${"]".repeat(30)}`;
  test.each<[string, Request]>([
    ["an id that is none", post("[]", { "next-action": "abc", "content-type": "text/plain" })],
    ["an id in capitals", post("[]", { "next-action": "A".repeat(42), "content-type": "text/plain" })],
    ["arguments of another type", scripted("[]", { "content-type": "application/json" })],
    ["arguments that are no list", text('{"0":1}')],
    ["arguments that are not JSON", text("[")],
    ["nothing", text("")],
    ["too many arguments", text(JSON.stringify(Array(11).fill(0)))],
    ["lists in lists in lists", text(deep)],
    ["a reference to nothing", text('["$1"]')],
    ["a reference that is none", text('["$n5"]')],
    ["a bound reference to nothing", text('["$@1"]')],
    ["a reference to a prototype", text('[{},"$0:0:__proto__"]')],
    ["a reference to an inherited property", text('[{},"$0:0:constructor"]')],
    ["a prototype of its own", text('[{"__proto__":{"admin":true}}]')],
    ["a broken reference deep within", text('[{"a":[{"b":"$7"}]}]')],
    ["a form without its first part", scripted(formOf([["1", "[]"]]))],
    [
      "a form whose other part is not JSON",
      scripted(
        formOf([
          ["0", "[]"],
          ["1", "{"],
        ]),
      ),
    ],
    [
      "a part that refers to a later one, which React has not read yet",
      scripted(
        formOf([
          ["0", '["$1"]'],
          ["1", '["x"]'],
        ]),
      ),
    ],
    [
      "a form whose other part refers to nothing",
      scripted(
        formOf([
          ["0", '["$@1"]'],
          ["1", '["$9"]'],
        ]),
      ),
    ],
    ["what is no form", scripted("junk", { "content-type": "multipart/form-data; boundary=B" })],
    ["a form that has no boundary", scripted("junk", { "content-type": "multipart/form-data" })],
    ["a form without scripts and without an action", post(formOf([["email", "x"]]))],
    [
      "a form without scripts with two actions",
      post(
        formOf([
          [`$ACTION_ID_${ID}`, ""],
          ["$ACTION_REF_1", ""],
          ["$ACTION_1:0", reference],
        ]),
      ),
    ],
    ["an action whose reference is not there", post(formOf([["$ACTION_REF_1", ""]]))],
    [
      "an action whose reference has no id",
      post(
        formOf([
          ["$ACTION_REF_1", ""],
          ["$ACTION_1:0", '{"id":"x"}'],
        ]),
      ),
    ],
    [
      "bound values without an action that takes them",
      post(
        formOf([
          [`$ACTION_ID_${ID}`, ""],
          ["$ACTION_1:0", reference],
        ]),
      ),
    ],
    [
      "a field that pretends to be Next's",
      post(
        formOf([
          [`$ACTION_ID_${ID}`, ""],
          ["$OTHER", ""],
        ]),
      ),
    ],
  ])("%s", async (_, request) => {
    expect(await isActionRequest(request)).toBe(false);
  });
});

test("a part is parsed as often however many references name it", async () => {
  const parsed = async (references: number) => {
    const request = scripted(
      formOf([
        ["1", '["x"]'],
        ["0", JSON.stringify([Array(references).fill("$1:0")])],
      ]),
    );
    const parse = vi.spyOn(JSON, "parse");
    expect(await isActionRequest(request)).toBe(true);
    return parse.mock.calls.length;
  };
  const few = await parsed(1);
  vi.restoreAllMocks();
  expect(await parsed(30)).toBe(few);
});

/** A body of one part with these header lines, and of a text. */
const withHead = (head: string, value = "[]") =>
  scripted(`--B\r\n${head}\r\n\r\n${value}\r\n--B--\r\n`, { "content-type": "multipart/form-data; boundary=B" });
const NAMED = 'Content-Disposition: form-data; name="0"';

describe("what parsers read in different ways is refused", () => {
  test.each<[string, Request]>([
    ["a text with a type", withHead(`${NAMED}\r\nContent-Type: application/octet-stream`)],
    ["a text in another charset", withHead(`${NAMED}\r\nContent-Type: text/plain; charset=utf-16`)],
    ["a text in another encoding", withHead(`${NAMED}\r\nContent-Transfer-Encoding: base64`)],
    ["a part with two names", withHead(`${NAMED}; name="1"`)],
    [
      "a form whose type has capital letters",
      scripted(`--B\r\n${NAMED}\r\n\r\n[]\r\n--B--\r\n`, { "content-type": "Multipart/Form-Data; boundary=B" }),
    ],
    [
      "a part that is there twice",
      scripted(
        formOf([
          ["0", "[]"],
          ["0", "[]"],
        ]),
      ),
    ],
    [
      "a number with a zero before it",
      scripted(
        formOf([
          ["00", "[]"],
          ["0", "[]"],
        ]),
      ),
    ],
    [
      "a long name",
      scripted(
        formOf([
          ["0", "[]"],
          ["n".repeat(101), "x"],
        ]),
      ),
    ],
    [
      "lists of references to lists of references",
      scripted(
        formOf([
          ["1", '["x"]'],
          ["0", JSON.stringify([Array(31).fill("$1")])],
        ]),
      ),
    ],
    ["the same in a text", text(JSON.stringify([["x"], Array(31).fill("$0:0")]))],
    [
      "many bound values",
      post(
        formOf([
          ["$ACTION_REF_1", ""],
          ["$ACTION_1:0", reference],
          ["$ACTION_1:1", JSON.stringify(Array(11).fill(1))],
        ]),
      ),
    ],
  ])("%s", async (_, request) => {
    expect(await isActionRequest(request)).toBe(false);
  });

  test("but not what browsers send", async () => {
    expect(await isActionRequest(withHead(NAMED, '["a line\\r\\nContent-Type: x"]'))).toBe(true);
    const file = new File(["x"], "a b.yaml", { type: "application/yaml" });
    expect(
      await isActionRequest(
        scripted(
          formOf([
            ["_1_file", file],
            ["0", '["$K1"]'],
          ]),
        ),
      ),
    ).toBe(true);
  });
});

describe("what React itself encodes passes", () => {
  type EncodeReply = (value: unknown) => Promise<string | FormData>;
  const { encodeReply } = createRequire(import.meta.url)(
    "next/dist/compiled/react-server-dom-turbopack/client.browser.js",
  ) as { encodeReply: EncodeReply };
  const encoded = async (value: unknown) => {
    const body = await encodeReply(value);
    return typeof body === "string" ? text(body) : scripted(body);
  };
  const form = (fields: Record<string, string | Blob>) => formOf(Object.entries(fields));
  const problem = { field: "name", text: "Enter a name: $5 is none." };

  test.each<[string, unknown]>([
    ["no arguments", []],
    ["texts, numbers and nothing", ["a", "$1", "$$", 1, null, undefined, true, { at: "2026-11-29", list: [[], {}] }]],
    ["a state and a form", [{ status: "failed", fields: { name: "x" } }, form({ email: "ada@example.com", next: "" })]],
    ["a form with brackets, quotes and other scripts in its names", [null, form({ 'scopes[0]["x"]': "é\r\n$1" })]],
    ["a file", [undefined, form({ file: new File(["a: b"], "policy „x“.yaml", { type: "application/yaml" }) })]],
    ["a state that names the same problem twice", [{ problems: [problem, problem], first: problem }, form({ a: "b" })]],
    ["ten forms", Array.from({ length: 10 }, (_, i) => form({ [`field${i}`]: "x" }))],
    ["1,000 fields", [null, form(Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`scope${i}`, "read"])))]],
  ])("%s", async (_, value) => {
    expect(await isActionRequest(await encoded(value))).toBe(true);
  });
});
