import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import { rawRequest, sendRaw } from "../../../tools/testing/raw-http";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import { tokenCache } from "../../access/token-cache";
import { generateToken } from "../../access/credentials/token-format";
import { app } from "../app";
import { handle } from "../handle";

const { url, secretOf, bearer } = useSeededApi();

const GUARDED = "/api/v1/forward-auth?organization=lunalectric";
const FORM = "application/x-www-form-urlencoded";
let byHono: MockInstance;

beforeEach(() => void (byHono = vi.spyOn(app, "fetch")));
afterEach(() => void vi.restoreAllMocks());

const viewer = () => bearer("Organization viewer");
const form = (body: string, headers: Record<string, string> = bearer("Organization verifier")): RequestInit => ({
  method: "POST",
  body,
  headers: { "content-type": FORM, ...headers },
});

/** Headers that differ between responses, or belong to the connection. */
const OWN = ["x-request-id", "date", "connection", "keep-alive", "content-length"];

async function contentOf(answer: Response) {
  return {
    status: answer.status,
    headers: [...answer.headers].filter(([name]) => !OWN.includes(name)),
    body: await answer.text(),
  };
}

/** Expects the same response from Hono and from the direct path. */
async function expectSame(path: string, init: () => RequestInit): Promise<void> {
  byHono.mockClear();
  const direct = await fetch(url(path), init());
  expect(byHono).not.toHaveBeenCalled();
  const routed = await handle(
    new Request(url(path), {
      ...init(),
      headers: { host: new URL(url()).host, ...(init().headers as Record<string, string>) },
    }),
  );
  const content = await contentOf(direct);
  expect(content).toEqual(await contentOf(routed));
  expect(direct.headers.get("content-length")).toBe(String(Buffer.byteLength(content.body)));
}

describe.each(["asked of the database", "answered from memory"])(
  "a check that bypasses Hono, %s, has the same response as with Hono:",
  (way) => {
    if (way === "answered from memory") {
      beforeAll(() => tokenCache().start());
      afterAll(() => tokenCache().stop());
      test("when the cache may answer", () => expect.poll(() => tokenCache().state.holds).toBe(true));
    }

    const gateways: [string, string, () => Record<string, string>][] = [
      ["let pass", GUARDED, viewer],
      ["let pass for what the gateway demands", `${GUARDED}&permission=viewer&space=mars-rover`, viewer],
      [
        "let pass by its cookie",
        `${GUARDED}&cookie=1`,
        () => ({ cookie: `Session="${secretOf("Organization viewer")}"` }),
      ],
      ["with a cookie that is not read", GUARDED, () => ({ cookie: `Session="${secretOf("Organization viewer")}"` })],
      ["without a token", GUARDED, () => ({})],
      ["malformed", GUARDED, () => ({ authorization: "Bearer latch_malformed" })],
      ["unknown", GUARDED, () => ({ authorization: `Bearer ${generateToken("latch")}` })],
      [
        "two tokens in one header",
        GUARDED,
        () => ({ authorization: `${viewer().authorization}, ${viewer().authorization}` }),
      ],
      ["of another organization", "/api/v1/forward-auth?organization=another", viewer],
      ["not permitted", `${GUARDED}&permission=owner`, viewer],
      ["in a space that it does not reach", `${GUARDED}&space=moon-base`, () => bearer("Mars Rover viewer")],
      ["by a gateway that names no organization", "/api/v1/forward-auth", viewer],
      ["by a gateway that demands what there is not", `${GUARDED}&permission=all`, viewer],
      [
        "where a client adds to the gateway’s query",
        `${GUARDED}&for=/orders?organization=another&permission=viewer&%zz=+%C3%BC`,
        viewer,
      ],
      ["by a gateway that misspells what it demands", `${GUARDED}&permision=owner`, viewer],
    ];
    test.each(gateways)("forward-auth, %s", (_, path, headers) => expectSame(path, () => ({ headers: headers() })));

    const questions: [string, () => string, (() => Record<string, string>)?][] = [
      ["active", () => `token=${secretOf("Mars Rover editor")}`],
      [
        "with a demand",
        () =>
          `token=${secretOf("Mars Rover editor")}&permission=policy.write&resource=mars-rover` +
          "&token_type_hint=access_token",
      ],
      ["malformed", () => "token=latch_malformed"],
      ["unknown", () => `token=${generateToken("latch")}`],
      ["no token", () => ""],
      ["twice the token", () => "token=a&token=b"],
      ["a demand for what there is not", () => "token=a&permission=all"],
      ["no caller", () => "token=a", () => ({})],
      ["a dead caller", () => "token=a", () => ({ authorization: "Bearer latch_malformed" })],
      [
        "a dead caller by Basic",
        () => "token=a",
        () => ({ authorization: `Basic ${Buffer.from("x:latch_malformed").toString("base64")}` }),
      ],
      [
        "a caller by Basic",
        () => "token=a",
        () => ({ authorization: `Basic ${Buffer.from(`x:${secretOf("Organization verifier")}`).toString("base64")}` }),
      ],
      ["a caller that may not", () => "token=a", viewer],
    ];
    test.each(questions)("introspection, %s", (_, body, headers) =>
      expectSame("/oauth/introspect", () => form(body(), headers?.())),
    );
  },
);

describe("a request that needs interpretation is handled by Hono:", () => {
  const authorization = () => `Authorization: Bearer ${secretOf("Organization viewer")}`;
  const host = () => new URL(url()).host;

  test("two Authorization headers, of which Node.js would return only the first", async () => {
    const answer = await rawRequest(url(), `GET ${GUARDED}`, [
      authorization(),
      "Authorization: Bearer latch_malformed",
    ]);
    expect(answer).toMatchObject({ status: 401, body: expect.stringContaining("more than once") as string });
    expect(byHono).toHaveBeenCalledOnce();
  });

  test.each(["POST", "HEAD", "DELETE"])("forward-auth by %s", async (method) => {
    expect((await fetch(url(GUARDED), { method, headers: viewer() })).status).toBe(200);
    expect(byHono).toHaveBeenCalledOnce();
  });

  test("a GET with a body", async () => {
    expect(await rawRequest(url(), `GET ${GUARDED}`, [authorization(), "Content-Length: 3"], "abc")).toMatchObject({
      status: 200,
    });
    expect(byHono).toHaveBeenCalledOnce();
  });

  test("a form without Content-Length, and a body that is not a form", async () => {
    expect(
      (
        await fetch(url("/oauth/introspect"), {
          method: "POST",
          body: "{}",
          headers: { ...bearer("Organization verifier"), "content-type": "application/json" },
        })
      ).status,
    ).toBe(415);
    const chunked = await rawRequest(
      url(),
      "POST /oauth/introspect",
      [
        `Authorization: Bearer ${secretOf("Organization verifier")}`,
        `Content-Type: ${FORM}`,
        "Transfer-Encoding: chunked",
      ],
      "7\r\ntoken=a\r\n0\r\n\r\n",
    );
    expect(chunked).toMatchObject({ status: 200, body: '{"active":false}' });
    expect(byHono).toHaveBeenCalledTimes(2);
  });

  test.each(["/api/v1/forward-auth/", "//api/v1/forward-auth", "/api/v1/./forward-auth", "/api/v1/forward%2Dauth"])(
    "%s",
    async (path) => {
      await rawRequest(url(), `GET ${path}?organization=lunalectric`, [authorization()]);
      expect(byHono).toHaveBeenCalledOnce();
    },
  );

  test("an invalid Host is refused, and one in brackets is accepted", async () => {
    const asked = (name: string) =>
      sendRaw(url(), `GET ${GUARDED} HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n${authorization()}\r\n\r\n`);
    for (const none of ["a b/c", "x:99999", "x:y", ""])
      expect(await asked(none)).toMatchObject({
        status: 400,
        body: expect.stringContaining("invalid_request") as string,
      });
    expect((await asked("[::1]:80")).status).toBe(200);
    expect(byHono).toHaveBeenCalledOnce(); // the adapter refuses the others
  });

  test("an absolute request target", async () => {
    expect((await rawRequest(url(), `GET http://${host()}${GUARDED}`, [authorization()])).status).toBe(200);
    expect(byHono).toHaveBeenCalledOnce();
  });
});

describe("a check that fails never grants access:", () => {
  const fails = (error: Error) => vi.spyOn(tokenCache(), "lookUp").mockRejectedValueOnce(error);
  const ask = () => fetch(url(GUARDED), { headers: { authorization: `Bearer ${generateToken("latch")}` } });

  test("with an unavailable database it is 503", async () => {
    fails(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }));
    const answer = await ask();
    expect([answer.status, answer.headers.get("retry-after"), await answer.json()]).toMatchObject([
      503,
      "5",
      { code: "unavailable" },
    ]);
  });

  test("with an unexpected error it is 500, without details", async () => {
    fails(new Error("secret detail"));
    const answer = await ask();
    const body = await answer.text();
    expect([answer.status, JSON.parse(body)]).toMatchObject([500, { code: "internal_error" }]);
    expect(body).not.toContain("secret");
  });

  test("also if it is thrown synchronously", async () => {
    vi.spyOn(tokenCache(), "find").mockImplementationOnce(() => {
      throw new Error("secret detail");
    });
    expect((await ask()).status).toBe(500);
  });
});
