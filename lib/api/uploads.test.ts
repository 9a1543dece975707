import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateBundle } from "../../tools/sample-data/bundle";
import { generateReport } from "../../tools/sample-data/report";
import { useTestDatabase } from "../../tools/testing/use-database";
import { smallBundle } from "../content/testing";
import { db } from "../platform/db";
import { serveApi } from "./testing/serve";
import { createWorld, reportOn, unique, type World } from "./testing/world";

useTestDatabase();

let world: World;
let server: Awaited<ReturnType<typeof serveApi>>;
beforeAll(async () => {
  world = await createWorld();
  server = await serveApi();
});
afterAll(() => server.close());

type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
const YAML = { "content-type": "application/yaml" };
const JSON_TYPE = { "content-type": "application/json" };
const spacePath = (what: string) => `/api/v1/spaces/${world.places.own.spaceId}/${what}`;

async function send(what: string, body: Body, headers: Record<string, string>, permission: "editor" | "agent") {
  const response = await fetch(server.url + spacePath(what), {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${world.secret(permission, "space")}`, ...headers },
    duplex: "half",
  } as RequestInit);
  const answer = (await response.json()) as Record<string, unknown> & {
    code?: string;
    findings?: { code: string; line: number; column: number }[];
    context?: Record<string, unknown>;
  };
  return { status: response.status, answer };
}
const upload = (body: Body, headers: Record<string, string> = YAML, query = "") =>
  send(`policies${query}`, body, headers, "editor");
const post = (body: Body, headers: Record<string, string> = JSON_TYPE) => send("reports", body, headers, "agent");
const stored = async () => [await db().bundle.count(), await db().report.count(), await db().asset.count()];

test("a JSON upload overwrites if its body or else the query says so", async () => {
  const yaml = Buffer.from(smallBundle({ policies: [`json-${unique()}`] })).toString();
  const send = async (query: string, body: object) =>
    (await upload(JSON.stringify({ yaml, ...body }), JSON_TYPE, query)).status;
  expect(await send("", {})).toBe(201);
  expect([await send("", {}), await send("?overwrite=true", { overwrite: false })]).toEqual([409, 409]);
  expect([await send("?overwrite=true", {}), await send("", { overwrite: true })]).toEqual([201, 201]);
});

describe("large uploads over node:http", () => {
  test("a bundle of 3 MB with 1,000 checks is stored and downloaded unchanged", async () => {
    const bytes = Buffer.from(generateBundle({ checks: 1_000, bytes: 3_000_000 }));
    const { status, answer } = await upload(bytes);
    expect([status, answer]).toEqual([
      201,
      expect.objectContaining({ policies: [expect.objectContaining({ checks: 1_000 })] }),
    ]);
    const [policy] = answer.policies as { id: string }[];
    const file = await fetch(`${server.url}/api/v1/policies/${policy?.id}/bundle`, {
      headers: { authorization: `Bearer ${world.secret("viewer", "space")}` },
    });
    expect(file.headers.get("content-type")).toBe("application/yaml");
    expect(Buffer.compare(Buffer.from(await file.arrayBuffer()), bytes)).toBe(0);
  });

  test.each(["full", "compact"] as const)(
    "a %s report of 2.5 MB is stored, compressed or not",
    async (form) => {
      const bytes = Buffer.from(
        generateReport({ form, assets: 20, scoresPerAsset: 100, bytes: 2_500_000, seed: form.length }),
      );
      const first = await post(gzipSync(bytes), { ...JSON_TYPE, "content-encoding": "gzip" });
      expect(first).toMatchObject({ status: 201, answer: { assets: 20, scores: 2_000 } });
      expect(await post(bytes)).toEqual({ status: 200, answer: first.answer });
    },
    60_000,
  );

  test("a chunked body without Content-Length is accepted", async () => {
    const bytes = reportOn(`//a/${unique()}`);
    const pieces = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.byteLength; at += 7) controller.enqueue(bytes.subarray(at, at + 7));
        controller.close();
      },
    });
    expect((await post(pieces)).status).toBe(201);
  });

  test("a client that disconnects during its report stores nothing, and the server keeps running", async () => {
    const before = await stored();
    await new Promise<void>((resolve) => {
      const out = request(server.url + spacePath("reports"), {
        method: "POST",
        headers: {
          ...JSON_TYPE,
          "content-length": "1000000",
          authorization: `Bearer ${world.secret("agent", "space")}`,
        },
      });
      out.on("error", () => resolve());
      out.write('{"assets": {"//a/1": {"mrn": "//a/1", "name": "one"}}');
      setTimeout(() => out.destroy(), 100);
    });
    expect((await post(reportOn("//a/after"))).status).toBe(201);
    expect(await stored()).toEqual([before[0], Number(before[1]) + 1, Number(before[2]) + 1]);
  });
});

const bomb = [
  "a: &a [x, x, x, x, x, x, x, x, x]",
  ..."bcdefgh"
    .split("")
    .map(
      (letter, index) =>
        `${letter}: &${letter} [${Array.from({ length: 9 }, () => `*${"abcdefgh"[index]}`).join(", ")}]`,
    ),
  "policies: *h",
].join("\n");

describe("refused bundles", () => {
  test.each<[string, Body, string]>([
    ["billion laughs", bomb, "alias_bomb"],
    ["tabs", "policies:\n\t- uid: one\n", "tab_indentation"],
    ["duplicate keys", "policies:\n  - uid: one\n    uid: two\n", "duplicate_key"],
    ["bytes that are not UTF-8", new Uint8Array([0x70, 0xff, 0xfe]), "not_utf8"],
    ["deep nesting", `policies: ${"[".repeat(5_000)}${"]".repeat(5_000)}`, "too_deep"],
    ["two of one uid", "policies:\n  - uid: one\n  - uid: one\n", "duplicate_uid"],
    ["no uid", "policies:\n  - name: nobody\n", "missing_uid"],
    ["nothing", "", "empty_bundle"],
  ])("%s: with a finding that names the place", async (_what, body, code) => {
    const before = await stored();
    const { status, answer } = await upload(body);
    expect([status, answer.code]).toEqual([422, "invalid_bundle"]);
    expect(answer.findings).toContainEqual(
      expect.objectContaining({ severity: "error", code, line: expect.any(Number), column: expect.any(Number) }),
    );
    expect(await stored()).toEqual(before);
  });

  test("6 MB are too large, with or without Content-Length, as YAML and as JSON", async () => {
    const bytes = Buffer.alloc(6_000_000, "# padding\n");
    const stream = () => new Blob([bytes]).stream();
    expect(await upload(bytes)).toMatchObject({ status: 413, answer: { code: "payload_too_large" } });
    expect(await upload(stream())).toMatchObject({ status: 413 });
    expect(await upload(JSON.stringify({ yaml: bytes.toString() }), JSON_TYPE)).toMatchObject({ status: 413 });
    expect(await upload(JSON.stringify({ yaml: bytes.toString().repeat(2) }), JSON_TYPE)).toMatchObject({
      status: 413,
    });
  });

  test("another media type, broken JSON and unknown fields have different errors", async () => {
    expect(await upload("policies: []", { "content-type": "text/plain" })).toMatchObject({
      status: 415,
      answer: { code: "unsupported_media_type" },
    });
    expect(await upload('{"yaml": ', JSON_TYPE)).toMatchObject({ status: 400, answer: { code: "invalid_request" } });
    expect(await upload('{"yml": "policies: []"}', JSON_TYPE)).toMatchObject({
      status: 422,
      answer: { code: "invalid_input" },
    });
    expect(await upload(new Uint8Array([0x22, 0xff, 0x22]), JSON_TYPE)).toMatchObject({ status: 400 });
    expect(await upload(`${"[".repeat(100_000)}${"]".repeat(100_000)}`, JSON_TYPE)).toMatchObject({ status: 422 });
  });
});

describe("refused reports", () => {
  const gzip = { ...JSON_TYPE, "content-encoding": "gzip" };
  const whole = gzipSync(generateReport({ assets: 5 }));

  test.each<[string, Body, Record<string, string>, number, string, object]>([
    [
      "broken JSON",
      '{"assets": {"a" 1}}',
      JSON_TYPE,
      400,
      "malformed_report",
      { reason: "invalid_json", offset: expect.any(Number), line: 1, column: expect.any(Number) },
    ],
    ["JSON that ends too early", '{"assets": {', JSON_TYPE, 400, "malformed_report", { reason: "truncated" }],
    [
      "truncated gzip",
      whole.subarray(0, whole.byteLength - 20),
      gzip,
      400,
      "malformed_report",
      { reason: "truncated" },
    ],
    ["no gzip at all", "{}", gzip, 400, "malformed_report", { reason: "bad_gzip" }],
    [
      "a wrong score",
      '{"scores":{"//a":{"values":{"//q":{"score":101}}}}}',
      JSON_TYPE,
      422,
      "invalid_report",
      { reason: "wrong_shape", path: expect.stringContaining("//q") },
    ],
    [
      "deep nesting",
      `{"resolved_policies":{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}}`,
      JSON_TYPE,
      422,
      "invalid_report",
      { reason: "too_deep" },
    ],
    [
      "more than 20 MiB in a small gzip",
      gzipSync(Buffer.alloc(21 * 1024 * 1024 + 1, " ")),
      gzip,
      413,
      "payload_too_large",
      {},
    ],
    ["another media type", "a,b", { "content-type": "text/csv" }, 415, "unsupported_media_type", {}],
    ["another encoding", "{}", { ...JSON_TYPE, "content-encoding": "br" }, 415, "unsupported_media_type", {}],
  ])("%s", async (_what, body, headers, status, code, context) => {
    const before = await stored();
    const refused = await post(body, headers);
    expect(refused).toMatchObject({ status, answer: { code } });
    if (Object.keys(context).length > 0) expect(refused.answer.context).toMatchObject(context);
    expect(await stored()).toEqual(before);
  });
});

test("a wrong method lists the allowed ones, and unknown paths are not found", async () => {
  const ask = (method: string, path: string) =>
    fetch(server.url + path, { method, headers: { authorization: `Bearer ${world.secret("owner", "organization")}` } });
  const put = await ask("PUT", "/api/v1/spaces");
  expect([put.status, put.headers.get("allow")]).toEqual([405, "HEAD, GET, POST, OPTIONS"]);
  for (const path of [
    "/api/v1/policies/not-an-id",
    "/api/v1/spaces/%00%00%00%00%00",
    "/api/v1/assets/%E2%80%AE",
    "/api/v1/nothing",
  ])
    expect((await ask("GET", path)).status).toBe(404);
});
