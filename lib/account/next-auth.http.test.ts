import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sendRaw } from "@/tools/testing/raw-http";
import { startServer, type Mount, type TestServer } from "@/tools/testing/server";

describe.each<Mount>(["server", "hosted"])("next-auth on %s", (mount) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ mount });
  });
  afterAll(() => server.stop());

  const get = (path: string) => fetch(server.url + path, { redirect: "manual" });

  test.each(["signout", "verify-request", "error?error=Verification", "signin"])(
    "shows no page of its own at /api/auth/%s",
    async (page) => {
      const answer = await get(`/api/auth/${page}`);
      expect([answer.status, await answer.text()]).toEqual([302, ""]);
      expect(new URL(answer.headers.get("location") ?? "", server.url).pathname).toMatch(/^\/(?:login)?$/);
    },
  );

  test.each(["signout", "verify-request", "error", "session", "csrf", "providers", "nothing", "callback/credentials"])(
    "/api/auth/%s cannot be framed",
    async (path) => {
      const { headers } = await get(`/api/auth/${path}`);
      expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    },
  );

  test("what it answers to a form cannot be framed either", async () => {
    const { headers } = await fetch(`${server.url}/api/auth/callback/credentials`, {
      method: "POST",
      headers: { origin: server.url },
      body: new URLSearchParams({ email: "nobody@example.com", password: "wrong" }),
      redirect: "manual",
    });
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  });

  test("writes no path that it does not know into the log", async () => {
    for (const path of ["latch_secret", "callback/latch_secret", "csrf/latch_secret"]) await get(`/api/auth/${path}`);
    await get("/api/auth/csrf");
    if (mount === "server") await expect.poll(() => server.logs(), { timeout: 10_000 }).toContain("/api/auth/csrf");
    expect(server.logs()).not.toContain("latch_secret");
  });

  test("still sets its cookies", async () => {
    const answer = await get("/api/auth/csrf");
    expect(await answer.json()).toMatchObject({ csrfToken: expect.stringMatching(/^\w{64}$/) });
    expect(answer.headers.getSetCookie().length).toBeGreaterThanOrEqual(1);
  });

  if (mount === "server")
    test.each(["a@b", "a/b", "a\\b", "a?b"])("refuses the Host %s on pages", async (host) => {
      const answer = await sendRaw(server.url, `GET /login HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(answer.status).toBe(400);
    });
});
