import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rawRequest } from "@/tools/testing/raw-http";
import { startServer, type TestServer } from "@/tools/testing/server";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
}, 180_000);
afterAll(() => server?.stop());

const MULTIPART = "Content-Type: multipart/form-data; boundary=B";
const TEXT = "Content-Type: text/plain;charset=UTF-8";
const ACTION = `Next-Action: ${"a".repeat(42)}`;

const part = ([name, value]: [name: string, value: string]) =>
  `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const form = (...parts: [name: string, value: string][]) => `${parts.map(part).join("")}--B--\r\n`;

/** Sends a raw request. Returns the status and the log lines that it caused. */
async function ask(start: string, headers: string[], body = "") {
  const before = server.logs().length;
  const length = start.startsWith("GET") ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const { status } = await rawRequest(server.url, start, [`Origin: ${server.url}`, ...headers, ...length], body);
  await rawRequest(server.url, "GET /api/health/live");
  return { status, logged: server.logs().slice(before) };
}

/** The hidden fields of the set-up form, as a browser without scripts sends them. */
async function hiddenFields(): Promise<[string, string][]> {
  const page = await (await fetch(`${server.url}/setup`)).text();
  const fields = [...page.matchAll(/name="(\$ACTION[^"]+)"(?: value="([^"]*)")?/g)];
  return fields.map(([, name = "", value = ""]) => [name, value.replaceAll("&quot;", '"')]);
}

describe("a malformed request to a page is 400, without a stack in the log", () => {
  test.each<[string, string[], string]>([
    ["an empty form", [MULTIPART], ""],
    ["what is no form", [MULTIPART], "junk"],
    ["a form without a boundary", ["Content-Type: multipart/form-data"], "x"],
    ["a form that breaks off", [MULTIPART], form(["a", "b"]).slice(0, -5)],
    ["a form without an action", [MULTIPART], form(["email", "x"])],
    ["an action that is not there", [MULTIPART], form(["$ACTION_REF_1", ""])],
    ["an action that is not JSON", [MULTIPART], form(["$ACTION_REF_1", ""], ["$ACTION_1:0", "{"])],
    ["an action's id that is none", [MULTIPART], form(["$ACTION_ID_abc", ""])],
    ["a key alone", [MULTIPART], form(["$ACTION_KEY", "x"])],
    ["a reference to a prototype", [ACTION, MULTIPART], form(["0", '["$0:__proto__:x"]'])],
    ["a reference to nothing", [ACTION, TEXT], '["$5"]'],
    ["a reference to a later part", [ACTION, MULTIPART], form(["0", '["$1"]'], ["1", "[]"])],
    ["parts that refer to each other", [ACTION, MULTIPART], form(["1", '["$0"]'], ["0", '["$1"]'])],
    ["arguments without part 0", [ACTION, MULTIPART], form(["7", "[]"])],
    ["arguments that are not JSON", [ACTION, TEXT], "not json"],
    ["no arguments", [ACTION, TEXT], ""],
    ["arguments that are no list", [ACTION, TEXT], '{"a":1}'],
    ["too many arguments", [ACTION, TEXT], JSON.stringify(Array(50).fill(1))],
    ["lists in lists", [ACTION, TEXT], `${"[".repeat(5_000)}${"]".repeat(5_000)}`],
    ["a number that React cannot read", [ACTION, TEXT], '["$nabc"]'],
    ["a form in another encoding", [ACTION, "Content-Type: application/x-www-form-urlencoded"], "a=b"],
    ["an action's header that is no id", ["Next-Action: abc", TEXT], "[]"],
  ])("%s", async (_, headers, body) => {
    const { status, logged } = await ask("POST /login", headers, body);
    expect(status).toBe(400);
    expect(logged).not.toMatch(/Error|\bat /);
  });

  test.each(["garbage", "%", encodeURIComponent('{"a":1}'), encodeURIComponent('["",{"children":[1,2]}]')])(
    "a router state of %s",
    async (state) => {
      for (const path of ["/login", "/setup?_rsc=1"]) {
        const { status, logged } = await ask(`GET ${path}`, ["RSC: 1", `Next-Router-State-Tree: ${state}`]);
        expect(status).toBe(400);
        expect(logged).not.toMatch(/Error|\bat /);
      }
    },
  );

  test("the image optimizer is off", async () => {
    expect((await ask("GET /_next/image?url=%2Ficon.svg&w=64&q=75", [])).status).toBe(404);
  });
});

describe("an action called with arbitrary arguments returns a response", () => {
  test("a form from a browser without scripts", async () => {
    const { status, logged } = await ask(
      "POST /setup",
      [MULTIPART],
      form(...(await hiddenFields()), ["organizationName", "x"]),
    );
    expect(status).toBe(200);
    expect(logged).not.toMatch(/Error|\bat /);
  });

  test.each(["[]", "[1,2]", "[null,null]", '[{"a":"$$x"},"$undefined"]', '[{"typed":{}},"$0:0:typed"]'])(
    "arguments of %s",
    async (body) => {
      const [, bound = ""] = (await hiddenFields()).find(([name]) => name === "$ACTION_1:0") ?? [];
      const { id } = JSON.parse(bound) as { id: string };
      const { status, logged } = await ask("POST /setup", [`Next-Action: ${id}`, TEXT], body);
      expect(status).toBe(200);
      expect(logged).not.toMatch(/Error|\bat /);
    },
  );
});
