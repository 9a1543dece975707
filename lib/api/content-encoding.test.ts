import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { call } from "./testing/call";
import { createWorld, reportOn, unique, type World } from "./testing/world";

useTestDatabase();

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const FORM = "application/x-www-form-urlencoded";
const space = () => `/api/v1/spaces/${world.places.own.spaceId}`;

function send(method: string, path: string, type: string, encoding: string, text = "{}") {
  const body = encoding === "gzip" ? gzipSync(text) : text;
  const permission = path.startsWith("/oauth") ? "verifier" : path.endsWith("/reports") ? "agent" : "owner";
  const token = world.secret(permission, permission === "agent" ? "space" : "organization");
  return call(method, path, { token, body, headers: { "content-type": type, "content-encoding": encoding } });
}

const bodies: [string, string, string, () => string][] = [
  ["POST", "/api/v1/tokens", "application/json", () => JSON.stringify({ name: unique() })],
  ["PATCH", "/api/v1/organization", "application/json", () => '{"company":"x"}'],
  ["POST", "policies", "application/yaml", () => "policies: []"],
  ["POST", "querypacks", "application/json", () => '{"yaml":""}'],
  ["POST", "/api/graphql", "application/json", () => '{"query":"{ __typename }"}'],
  ["POST", "/oauth/introspect", FORM, () => "token=x"],
  ["POST", "/oauth/revoke", FORM, () => "token=x"],
  ["POST", "/oauth/token", FORM, () => "grant_type=x"],
];

test.each(bodies)(
  "%s %s says which encodings it reads instead of misreading another",
  async (method, path, type, text) => {
    const target = path.startsWith("/") ? path : `${space()}/${path}`;
    for (const encoding of ["gzip", "br", "GZIP", "identity, gzip"]) {
      const answer = await send(method, target, type, encoding, text());
      expect([encoding, answer.status, answer.headers.get("accept-encoding")]).toEqual([encoding, 415, "identity"]);
      expect(await answer.text()).toContain("Content-Encoding");
    }
    expect((await send(method, target, type, "identity", text())).status).not.toBe(415);
  },
);

test("a report may be gzipped, and another encoding is answered with those that are read", async () => {
  const path = `${space()}/reports`;
  expect((await send("POST", path, "application/json", "gzip", reportOn("//a/gzip") as never)).status).toBe(201);
  const refused = await send("POST", path, "application/json", "br");
  expect([refused.status, refused.headers.get("accept-encoding")]).toEqual([415, "gzip, identity"]);
});
