import { describe, expect, test } from "vitest";
import { fetchAvailable } from "@/tools/testing/fetch-available";
import { MOUNTS, useMounts } from "@/tools/testing/mounts";
import { rawRequest, sendRaw } from "@/tools/testing/raw-http";

const METRICS_TOKEN = "metrics-metrics-metrics";
const mounts = useMounts({ METRICS_TOKEN });

describe.each(MOUNTS)("on %s", (mount) => {
  const url = () => mounts.on(mount).server.url;
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetchAvailable(url() + path, { headers, redirect: "manual" });
  const newSecret = async (name: string) => {
    const answer = await fetchAvailable(`${url()}/api/v1/tokens`, {
      method: "POST",
      headers: { authorization: `Bearer ${mounts.secret("Organization owner")}`, "content-type": "application/json" },
      body: JSON.stringify({ name, permissions: ["viewer"] }),
    });
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { secret: string }).secret;
  };
  const viewer = () => ({ authorization: `Bearer ${mounts.secret("Organization viewer")}` });

  describe("GET /api/v1/token", () => {
    test("returns a token's own facts, without secrets", async () => {
      const answer = await get("/api/v1/token", viewer());
      const body = await answer.text();
      expect(answer.status).toBe(200);
      expect(JSON.parse(body)).toEqual({
        id: expect.any(String) as string,
        name: "Organization viewer",
        description: "Sample token: organization viewer",
        hint: expect.stringMatching(/^latch_….{4}$/) as string,
        spaceAccess: { kind: "organization" },
        permissions: ["viewer"],
        grants: [],
        subject: null,
        metadata: {},
        status: "live",
        expiresAt: expect.any(String) as string,
        createdAt: expect.any(String) as string,
        lastUsed: expect.toSatisfy(
          (used: { at: string; address: string } | null) => used === null || Date.parse(used.at) > 0,
        ) as object,
      });
      expect(body).not.toContain(mounts.secret("Organization viewer").slice(6, -4));
    });

    test("needs no permission", async () => {
      for (const permission of ["viewer", "editor", "owner", "agent", "verifier"]) {
        const answer = await get("/api/v1/token", {
          authorization: `Bearer ${mounts.secret(`Mars Rover ${permission}`)}`,
        });
        expect(await answer.json()).toMatchObject({
          permissions: [permission],
          spaceAccess: { kind: "space", id: "mars-rover", name: "Mars Rover" },
        });
      }
    });

    test("returns the last use and its address a few seconds later", async () => {
      // A token of its own: what other tests use is written at most once a minute (lib/usage/write.ts).
      const headers = { authorization: `Bearer ${await newSecret(mount)}`, "user-agent": `Test on ${mount}` };
      await get("/api/v1/token", headers);
      const used = expect.objectContaining({ agent: `Test on ${mount}` }) as object;
      await expect
        .poll(async () => ((await (await get("/api/v1/token", headers)).json()) as { lastUsed: object }).lastUsed, {
          timeout: 60_000,
          interval: 500,
        })
        .toEqual(used);
    });
  });

  test("two Authorization headers are refused if both are visible (docs/decisions/0007)", async () => {
    const [first, second] = ["Organization viewer", "Organization owner"].map(
      (name) => `Authorization: Bearer ${mounts.secret(name)}`,
    );
    const answer = await rawRequest(url(), "GET /api/v1/token", [first ?? "", second ?? ""]);
    const seesBoth = mount === "server" || mount === "gateway" || mount === "gateway on Bun";
    expect(answer.status).toBe(seesBoth ? 400 : 200);
    expect(answer.body).toContain(seesBoth ? "invalid_request" : "Organization viewer");
  });

  describe("unknown paths", () => {
    test.each([
      "/api",
      "/api/v1",
      "/api/v1/organisation",
      "/api/v1/organization/",
      "/api/../api/v1/nothing",
      "/oauth",
      "/oauth/nothing",
      "/airmdrapi",
      "/api/%00",
    ])("%s is 404, as a problem", async (path) => {
      const answer = await get(path);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
      expect(await answer.json()).toEqual({ status: 404, code: "not_found", title: "Not found." });
    });

    test("OPTIONS and POST are 404 too", async () => {
      for (const method of ["OPTIONS", "POST", "DELETE"])
        expect((await fetch(`${url()}/api/v1/nothing`, { method })).status).toBe(404);
    });
  });

  describe("health", () => {
    test("is public", async () => {
      for (const path of ["/api/health/live", "/api/health/ready"]) {
        const answer = await get(path);
        expect([answer.status, await answer.json()]).toEqual([200, { status: "ok" }]);
      }
    });

    test("with an unavailable database the process is live but not ready", async () => {
      const { wire } = mounts.on(mount);
      wire.cut(true);
      expect((await get("/api/health/live")).status).toBe(200);
      const answer = await fetch(`${url()}/api/health/ready`);
      expect([answer.status, await answer.json()]).toMatchObject([
        503,
        { code: "unavailable", detail: "The database is away." },
      ]);
      wire.cut(false);
      await expect.poll(async () => (await fetch(`${url()}/api/health/ready`)).status, { timeout: 60_000 }).toBe(200);
    });
  });

  describe("metrics", () => {
    test("need a separate token", async () => {
      const others: Record<string, string>[] = [
        {},
        { authorization: "Bearer wrong" },
        viewer(),
        { cookie: `Session=${METRICS_TOKEN}` },
      ];
      for (const headers of others) expect((await get("/api/metrics", headers)).status).toBe(401);
    });

    test("count requests by route and status, and checks by outcome, with no path of a client", async () => {
      await get("/api/v1/organization", viewer());
      await get("/api/v1/made-up");
      const answer = await get("/api/metrics", { authorization: `Bearer ${METRICS_TOKEN}` });
      const text = await answer.text();
      expect([answer.status, answer.headers.get("content-type")]).toEqual([
        200,
        "text/plain; version=0.0.4; charset=utf-8",
      ]);
      expect(text).toMatch(
        /latchkey_api_request_seconds_count\{[^}]*method="GET",route="\/api\/v1\/organization",status="200"[^}]*\} \d/,
      );
      expect(text).toMatch(/latchkey_api_request_seconds_count\{[^}]*route="unknown",status="404"[^}]*\} \d/);
      expect(text).toMatch(/latchkey_token_checks_total\{[^}]*outcome="ok"[^}]*\} \d/);
      expect(text).toMatch(/latchkey_token_lookups_total(\{[^}]*\})? [1-9]/);
      expect(text).toMatch(/latchkey_database_connections\{[^}]*state="idle"[^}]*\} \d/);
      expect(text).not.toContain("made-up");
    });
  });

  test("the OpenAPI 3.1 document is served", async () => {
    const document = (await (await get("/api/v1/openapi.json")).json()) as {
      openapi: string;
      paths: Record<string, object>;
    };
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(["/api/v1/organization", "/airmdrapi/organization", "/api/v1/token", "/api/health/live"]),
    );
  });

  test("the OpenAPI document is compressed as the client accepts it, and revalidated by its ETag", async () => {
    const isNode = mount === "server" || mount === "gateway" || mount === "gateway on Bun";
    const asked = { "accept-encoding": "identity" };
    const plain = await get("/api/v1/openapi.json", asked);
    const text = await plain.text();
    const strong = [plain.headers.get("etag")];
    for (const coding of isNode ? ["br", "gzip"] : ["gzip"]) {
      const headers = { "accept-encoding": `${coding}, deflate;q=0.5` };
      const answer = await get("/api/v1/openapi.json", headers);
      expect(answer.headers.get("content-encoding")).toBe(coding);
      expect(answer.headers.get("vary")?.toLowerCase()).toContain("accept-encoding");
      expect(await answer.text()).toBe(text);
      const etag = answer.headers.get("etag") ?? "";
      if (!etag.startsWith("W/")) strong.push(etag);
      const again = await get("/api/v1/openapi.json", { ...headers, "if-none-match": etag });
      expect([again.status, again.headers.get("etag"), await again.text()]).toEqual([304, etag, ""]);
      const { head, body } = await rawRequest(url(), "GET /api/v1/openapi.json", [`Accept-Encoding: ${coding}`]);
      expect(head.length + body.length).toBeLessThan(text.length / 5);
    }
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(plain.headers.get("vary")?.toLowerCase()).toContain("accept-encoding");
    // Next compresses behind the ETag, which then has to be weak (RFC 9110 section 8.8.3.3).
    expect(strong[0]?.startsWith("W/")).toBe(!isNode);
    if (isNode) expect(new Set(strong).size).toBe(3);
  });

  describe("malformed HTTP", () => {
    test.each([
      ["garbage", "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n"],
      ["a header without a name", "GET /api/v1/token HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n"],
      ["two lengths", "POST /api/v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
      [
        "a length and chunks",
        "POST /api/v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      ],
      ["no Host", "GET /api/v1/token HTTP/1.1\r\n\r\n"],
    ])("%s is 400", async (_, text) => {
      expect((await sendRaw(url(), text)).status).toBe(400);
    });

    test("headers over 16 KiB are 431, and those below are read", async () => {
      const statusFor = async (bytes: number) =>
        (await rawRequest(url(), "GET /api/v1/token", [`X-Long: ${"x".repeat(bytes)}`])).status;
      expect([await statusFor(16_000), await statusFor(16_400)]).toEqual([401, 431]);
    });
  });

  if (mount === "hosted") return; // the following is specific to server.ts
  test("a request that offers an upgrade is handled like any other, also after Next has rendered a page", async () => {
    await fetch(`${url()}/login`);
    const offer = ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"];
    expect(
      (await sendRaw(url(), `GET /api/health/live HTTP/1.1\r\nHost: x\r\n${offer.join("\r\n")}\r\n\r\n`, 2_000)).status,
    ).toBe(200);
  });

  test("TRACE, CONNECT, a URL that is too long and a second Host header are refused", async () => {
    expect((await rawRequest(url(), "GET /api/v1/token", ["Host: another"])).status).toBe(400);
    expect((await rawRequest(url(), "TRACE /api/v1/token")).status).toBe(405);
    expect((await rawRequest(url(), "CONNECT example.com:443")).status).toBe(405);
    expect((await rawRequest(url(), `GET /api/v1/token?${"x".repeat(9_000)}`)).status).toBe(414);
  });
});
