import { describe, expect, test } from "vitest";
import { useSeededApi } from "../../../tools/testing/seeded-api";

const { url, secretOf, bearer, post, introspect } = useSeededApi();

/** Posts a form unchanged. A stream is sent in chunks, without Content-Length. */
const send = (path: string, body: string | ReadableStream, headers: Record<string, string> = {}) =>
  fetch(url(path), {
    method: "POST",
    body,
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    duplex: "half",
  } as RequestInit);
/** A token of one megabyte, in chunks. */
const endless = () =>
  new ReadableStream({
    start: (controller) =>
      [..."x".repeat(64)].forEach(() => controller.enqueue(Buffer.alloc(16_384, "x"))) ?? controller.close(),
  });

describe("POST /oauth/introspect", () => {
  test("returns the permissions and facts of an active token", async () => {
    const answer = await introspect({ token: secretOf("Mars Rover editor"), token_type_hint: "access_token" });
    expect(answer).toMatchObject({
      active: true,
      scope: "editor",
      username: "Mars Rover editor",
      token_type: "Bearer",
      organization: "lunalectric",
      spaces: ["mars-rover"],
      iss: url(),
      aud: url(),
    });
    expect(answer.client_id).toBe(answer.sub);
    expect(answer.exp).toBeGreaterThan(answer.iat as number);
    expect(answer).not.toHaveProperty("allowed");
  });

  test("returns exactly {active:false} for inactive, foreign and unknown tokens", async () => {
    const live = secretOf("Organization viewer");
    const changed = live.slice(0, -1) + (live.endsWith("a") ? "b" : "a");
    for (const token of [
      secretOf("Old CI job"),
      secretOf("Leaked in a chat"),
      secretOf("Solar owner"),
      "garbage",
      changed,
      "ü",
    ]) {
      expect(await introspect({ token })).toEqual({ active: false });
    }
  });

  test("a verifier of one space can introspect that space's tokens and organization-wide ones only", async () => {
    expect(await introspect({ token: secretOf("Mars Rover viewer") }, "Mars Rover verifier")).toMatchObject({
      active: true,
    });
    expect(await introspect({ token: secretOf("Organization viewer") }, "Mars Rover verifier")).toMatchObject({
      active: true,
    });
  });

  test.each([
    ["Organization owner", { permission: "editor" }, true],
    ["Organization viewer", { permission: "editor" }, false],
    ["Organization editor", { permission: "policy.write", resource: "moon-base" }, true],
    ["Mars Rover editor", { permission: "policy.write", resource: "moon-base" }, false],
    ["Mars Rover editor", { permission: "policy.write", resource: "mars-rover" }, true],
    ["Organization owner", { permission: "report.write" }, false],
    ["Mars Rover agent", { permission: "agent" }, true],
    ["Mars Rover owner", { resource: "lunalectric" }, false],
    ["Organization viewer", { resource: "lunalectric" }, true],
    ["Organization viewer", { resource: "moon-base" }, true],
    ["Organization owner", { resource: "no-such-space" }, false],
    ["Organization owner", { permission: "editor", resource: "no-such-space" }, false],
    ["Organization owner", { resource: "solar-array" }, false],
    ["Organization owner", { permission: "space.delete", resource: "solar-array" }, false],
  ] as const)("%s with %o is allowed: %s", async (name, demand, allowed) => {
    expect(await introspect({ token: secretOf(name), ...demand })).toMatchObject({ active: true, allowed });
  });

  test("a caller without the permission Verifier, or without a token, is refused", async () => {
    const token = secretOf("Organization viewer");
    for (const name of ["Organization owner", "Organization editor", "Organization viewer", "Organization agent"]) {
      const refused = await post("/oauth/introspect", { token }, bearer(name));
      expect(refused.status).toBe(403);
      expect(await refused.json()).toMatchObject({ error: "insufficient_scope" });
    }
    const anonymous = await post("/oauth/introspect", { token });
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers.get("www-authenticate")).toContain("Bearer");
    const password = Buffer.from("gateway:nothing").toString("base64");
    for (const [authorization, challenge] of [
      ["Bearer nothing", 'Bearer realm="latchkey", error="invalid_token", error_description="The token is not valid."'],
      [`Basic ${password}`, 'Basic realm="latchkey"'],
    ] as const) {
      const dead = await post("/oauth/introspect", { token }, { authorization });
      expect([dead.status, dead.headers.get("www-authenticate")]).toEqual([401, challenge]);
    }
  });

  test("HTTP Basic with the token as password is accepted here only", async () => {
    const basic = {
      authorization: `Basic ${Buffer.from(`gateway:${secretOf("Organization verifier")}`).toString("base64")}`,
    };
    expect(
      await (await post("/oauth/introspect", { token: secretOf("Organization viewer") }, basic)).json(),
    ).toMatchObject({ active: true });
    expect((await fetch(url("/api/v1/token"), { headers: basic })).status).toBe(401);
  });

  test("a malformed request is an error", async () => {
    const as = bearer("Organization verifier");
    expect((await post("/oauth/introspect", {}, as)).status).toBe(400);
    expect(
      (
        await post(
          "/oauth/introspect",
          [
            ["token", "a"],
            ["token", "b"],
          ],
          as,
        )
      ).status,
    ).toBe(400);
    expect((await post("/oauth/introspect", { token: "a", permission: "anything" }, as)).status).toBe(400);
    expect(
      (
        await fetch(url("/oauth/introspect"), {
          method: "POST",
          body: "{}",
          headers: { ...as, "content-type": "application/json" },
        })
      ).status,
    ).toBe(415);
    for (const body of ["x".repeat(20_000), endless()])
      expect((await send("/oauth/introspect", body, as)).status).toBe(413);
    const get = await fetch(url("/oauth/introspect"), { headers: as });
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  });

  test("an empty parameter counts as missing", async () => {
    const answer = await introspect({
      token: secretOf("Organization viewer"),
      token_type_hint: "",
      permission: "",
      resource: "",
      constructor: "anything",
    });
    expect(answer).toMatchObject({ active: true });
    expect(answer).not.toHaveProperty("allowed");
  });
});
