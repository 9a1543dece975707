import { afterEach, describe, expect, test, vi } from "vitest";
import { log } from "../../platform/log";
import { useSeededApi } from "../../../tools/testing/seeded-api";

const { url, secretOf, bearer } = useSeededApi();

describe("/api/v1/forward-auth", () => {
  const ask = (query: string, headers: Record<string, string> = {}, method = "GET") =>
    fetch(url(`/api/v1/forward-auth?${query}`), { headers, method });

  test("accepts a live token of the named organization with any method, and identifies it", async () => {
    for (const method of ["GET", "POST", "PUT", "DELETE", "PATCH"]) {
      const answer = await ask(
        "organization=lunalectric&permission=viewer&space=mars-rover",
        bearer("Mars Rover editor"),
        method,
      );
      expect(answer.status).toBe(200);
      expect(answer.headers.get("x-latchkey-permissions")).toBe("editor");
      expect(answer.headers.get("x-latchkey-spaces")).toBe("mars-rover");
      expect(answer.headers.get("x-latchkey-organization")).toBe("lunalectric");
      expect(answer.headers.get("x-latchkey-token-id")).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test.each([
    ["no token", "organization=lunalectric", {}, 401],
    ["another organization's token", "organization=lunalectric", "Solar owner", 401],
    ["a revoked token", "organization=lunalectric", "Leaked in a chat", 401],
    ["an expired token", "organization=lunalectric", "Old CI job", 401],
    ["too little", "organization=lunalectric&permission=editor", "Organization viewer", 403],
    ["another space", "organization=lunalectric&space=moon-base", "Mars Rover owner", 403],
    ["a space that does not exist", "organization=lunalectric&space=no-such-space", "Organization owner", 403],
    ["another organization's space", "organization=lunalectric&space=solar-array", "Organization owner", 403],
    ["no organization in the configuration", "", "Organization owner", 403],
    [
      "an unknown permission in the configuration",
      "organization=lunalectric&permission=root",
      "Organization owner",
      403,
    ],
  ] as const)("refuses %s", async (_name, query, as, status) => {
    const answer = await ask(query, typeof as === "string" ? bearer(as) : as);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    expect(answer.headers.get("x-latchkey-token-id")).toBeNull();
  });

  describe("an unknown parameter in the gateway's configuration", () => {
    afterEach(() => void vi.restoreAllMocks());

    test("refuses all requests, and is named in the response and once in the log", async () => {
      const warn = vi.spyOn(log, "warn");
      for (const _ of [1, 2]) {
        const answer = await ask("organization=lunalectric&permision=owner", bearer("Organization owner"));
        expect(answer.status).toBe(403);
        expect(await answer.json()).toMatchObject({ errors: [{ field: "permision" }] });
      }
      expect(warn.mock.calls).toEqual([
        [{ parameters: ["permision"] }, expect.stringContaining("query is not valid") as string],
      ]);
    });

    test("is ignored after for=, where it belongs to the client's URL", async () => {
      const own = "for=/orders?permision=owner&organization=another&cookie=1&%zz";
      const as = bearer("Organization viewer");
      expect((await ask(`organization=lunalectric&permission=viewer&${own}`, as)).status).toBe(200);
      expect((await ask(`organization=lunalectric&${own}&permission=owner`, as)).status).toBe(200);
      expect((await ask(`organization=lunalectric&permission=owner&${own}`, as)).status).toBe(403);
      expect((await ask(`${own}&organization=lunalectric`, as)).status).toBe(403);
    });

    test("is not hidden by a for= inside a name or a value", async () => {
      const as = bearer("Organization viewer");
      expect((await ask("organization=lunalectric&wait_for=x&permission=owner", as)).status).toBe(403);
      expect((await ask("organization=lunalectric&%66or=x", as)).status).toBe(403);
    });
  });

  test("the guarded application's cookies are ignored, and the Session cookie is read only if configured", async () => {
    const cookie = { cookie: `Session="${secretOf("Organization viewer")}"; other=1` };
    expect((await ask("organization=lunalectric", cookie)).status).toBe(401);
    expect((await ask("organization=lunalectric&cookie=1", cookie)).status).toBe(200);
    expect((await ask("organization=lunalectric", { ...cookie, ...bearer("Organization viewer") })).status).toBe(200);
    expect(
      (await ask("organization=lunalectric&cookie=1", { ...cookie, ...bearer("Organization viewer") })).status,
    ).toBe(401);
  });
});
