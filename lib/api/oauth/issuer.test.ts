import { afterEach, describe, expect, test } from "vitest";
import { rawRequest, sendRaw } from "../../../tools/testing/raw-http";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import { env } from "../../platform/env";
import { trustedIssuerOf } from "./issuer";
import type { HttpExchange } from "../context";

const { url, secretOf } = useSeededApi();
afterEach(() => {
  env().APP_URL = undefined;
});

const FORM = "Content-Type: application/x-www-form-urlencoded";

/** Asks with a Host header of the client's choice. */
async function exchangeAt(host: string) {
  const form = new URLSearchParams({
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    subject_token: secretOf("Organization viewer"),
  }).toString();
  return sendTo(host, "POST /oauth/token", [FORM, `Content-Length: ${form.length}`], form);
}

async function sendTo(host: string, line: string, headers: string[], body = "") {
  const head = [`${line} HTTP/1.1`, `Host: ${host}`, "Connection: close", ...headers];
  return sendRaw(url(), `${head.join("\r\n")}\r\n\r\n${body}`);
}

describe("without APP_URL", () => {
  test("a JWT never takes its issuer from the Host header", async () => {
    const answer = await exchangeAt("evil.example");
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({
      error: "invalid_request",
      error_description: expect.stringContaining("APP_URL"),
    });
  });

  test("loopback names are accepted for local use", async () => {
    expect((await exchangeAt("localhost:3000")).status).toBe(200);
    expect((await exchangeAt("[::1]:3000")).status).toBe(200);
  });

  test.each(["127.0.0.1.evil.example", "localhost.evil.example", "127.evil", "128.0.0.1", "[::2]"])(
    "%s is not a loopback name",
    (host) => {
      const c = {
        env: {},
        req: { url: "/", raw: { headers: new Headers({ host }), body: null } },
      } as unknown as HttpExchange;
      expect(trustedIssuerOf(c)).toBeNull();
    },
  );

  test("the metadata is not cached for others", async () => {
    const answer = await rawRequest(url(), "GET /.well-known/oauth-authorization-server", []);
    expect(answer.head).toMatch(/cache-control: no-store/i);
    expect(answer.head).not.toMatch(/public/i);
  });
});

test("with APP_URL that is the issuer, regardless of the Host header", async () => {
  env().APP_URL = "https://latchkey.example.com";
  const answer = await exchangeAt("evil.example");
  expect(answer.status).toBe(200);
  const metadata = await sendTo("evil.example", "GET /.well-known/oauth-authorization-server", []);
  expect(JSON.parse(metadata.body)).toMatchObject({ issuer: "https://latchkey.example.com" });
  expect(metadata.head).toMatch(/cache-control: public, max-age=300/i);
});
