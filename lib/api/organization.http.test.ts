import { describe, expect, test } from "vitest";
import { fetchAvailable } from "@/tools/testing/fetch-available";
import { MOUNTS, useMounts } from "@/tools/testing/mounts";
import { fastest } from "@/tools/testing/timing";
import { generateToken } from "../access/credentials/token-format";

const mounts = useMounts();

const INVALID = 'Bearer realm="latchkey", error="invalid_token", error_description="The token is not valid."';
const SPACES = [
  { id: "mars-rover", name: "Mars Rover" },
  { id: "moon-base", name: "Moon Base" },
];
const NAME = { id: "lunalectric", code: "LUNA", name: "Lunalectric", moreSpaces: false };

/** Changes one character: the form is valid, the checksum is not. */
function changed(token: string, at = 20): string {
  return token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
}

describe.each(MOUNTS)("GET /api/v1/organization on %s", (mount) => {
  const at = (path: string) => mounts.on(mount).server.url + path;
  const get = (headers: Record<string, string> = {}, path = "/api/v1/organization") =>
    fetchAvailable(at(path), { headers });
  const bearer = (token: string) => get({ authorization: `Bearer ${token}` });

  /** The statements of a request: the fewest of five, because one of the server's own may fall into some of them. */
  async function statementsOf(ask: () => Promise<unknown>): Promise<number> {
    const counts = [];
    for (let i = 0; i < 5; i += 1) {
      mounts.on(mount).wire.takeStatements();
      await ask();
      counts.push(mounts.on(mount).wire.takeStatements());
    }
    return Math.min(...counts);
  }

  /** The code and the challenge of a refusal. */
  async function refusal(answer: Response) {
    const problem = (await answer.json()) as { status: number; code: string };
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(problem.status).toBe(answer.status);
    return { status: answer.status, code: problem.code, challenge: answer.headers.get("www-authenticate") };
  }

  // Runs first, so that no earlier usage is written at the same time.
  describe("costs no statement when", () => {
    test.each([
      ["the token is malformed", "latch_x"],
      ["it is empty", ""],
      ["it is over-long", `latch_${"x".repeat(6_000)}`],
      ["it is another program's", "ghp_0123456789abcdefghij0123456789abcdef"],
      ["it is not ASCII", "latch_ééééééééééééééééééééééééééééééééé"],
    ])("%s", async (_, token) => {
      const refuse = async () =>
        expect(await refusal(await bearer(token))).toEqual({ status: 401, code: "invalid_token", challenge: INVALID });
      expect(await statementsOf(refuse)).toBe(0);
    });

    test("one character of a live token was changed", async () => {
      for (const index of [0, 5, 6, 20, 37, 38, 43]) {
        const token = changed(mounts.secret("Organization viewer"), index);
        expect(await statementsOf(async () => expect((await bearer(token)).status).toBe(401))).toBe(0);
      }
    });
  });

  test("returns all fields to an organization-wide token", async () => {
    for (const permission of ["viewer", "editor", "owner"]) {
      const answer = await bearer(mounts.secret(`Organization ${permission}`));
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({
        ...NAME,
        spaces: SPACES,
        description: "",
        company: "",
        createdAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      });
    }
  });

  test("returns fewer fields to an agent and to a token of one space", async () => {
    expect(await (await bearer(mounts.secret("Organization agent"))).json()).toEqual({ ...NAME, spaces: SPACES });
    for (const permission of ["viewer", "owner", "agent"]) {
      expect(await (await bearer(mounts.secret(`Mars Rover ${permission}`))).json()).toEqual({
        ...NAME,
        spaces: [SPACES[0]],
      });
    }
  });

  test("a token of another tenant gets that tenant", async () => {
    expect(await (await bearer(mounts.secret("Solar owner"))).json()).toMatchObject({
      id: "solar-works",
      spaces: [{ id: "solar-array" }],
    });
  });

  test("a token without the permission gets the required ones", async () => {
    const answer = await bearer(mounts.secret("Organization verifier"));
    expect(await refusal(answer)).toEqual({
      status: 403,
      code: "insufficient_scope",
      challenge: 'Bearer realm="latchkey", error="insufficient_scope", scope="viewer editor owner agent"',
    });
  });

  test("accepts the documented curl call with the Session cookie", async () => {
    const secret = mounts.secret("Organization viewer");
    const answer = await get({ cookie: `Session="${secret}"` }, "/airmdrapi/organization");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(await (await bearer(secret)).json());
    expect((await get({ cookie: `Session=${secret}` })).status).toBe(200);
  });

  test("a request without a credential gets a challenge without an error", async () => {
    expect(await refusal(await get())).toEqual({
      status: 401,
      code: "unauthenticated",
      challenge: 'Bearer realm="latchkey"',
    });
    expect((await get({ cookie: "Session=somebody-else" })).status).toBe(401);
    expect((await get({}, `/api/v1/organization?access_token=${mounts.secret("Organization viewer")}`)).status).toBe(
      401,
    );
  });

  test("a token without a scheme is refused with the header to use", async () => {
    const answer = await get({ authorization: mounts.secret("Organization viewer") });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining("Authorization: Bearer") as string });
  });

  test("unknown, expired and revoked tokens get the same response", async () => {
    const answers = [generateToken("latch"), mounts.secret("Old CI job"), mounts.secret("Leaked in a chat")].map(
      bearer,
    );
    const texts = await Promise.all(
      (await Promise.all(answers)).map(
        async (answer) => `${answer.status} ${answer.headers.get("www-authenticate")} ${await answer.text()}`,
      ),
    );
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain(`401 ${INVALID}`);
  });

  test("both credentials together, and the cookie twice, are refused", async () => {
    const [secret, other] = [mounts.secret("Organization viewer"), mounts.secret("Organization owner")];
    const tooMany: Record<string, string>[] = [
      { authorization: `Bearer ${secret}`, cookie: `Session="${secret}"` },
      { cookie: `Session="${secret}"; Session="${other}"` },
    ];
    for (const headers of tooMany) {
      expect(await refusal(await get(headers))).toEqual({
        status: 400,
        code: "invalid_request",
        challenge: 'Bearer realm="latchkey", error="invalid_request"',
      });
    }
  });

  test("a cross-site browser request is refused if it uses the cookie", async () => {
    const cookie = `Session="${mounts.secret("Organization viewer")}"`;
    const elsewhere: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const from of elsewhere) {
      expect(await refusal(await get({ cookie, ...from }))).toEqual({
        status: 403,
        code: "foreign_origin",
        challenge: null,
      });
    }
    const program = await get({
      authorization: `Bearer ${mounts.secret("Organization viewer")}`,
      origin: "https://evil.example",
    });
    expect(program.status).toBe(200);
    expect(program.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("needs two statements: one for the token, one for the response", async () => {
    const secret = mounts.secret("Organization viewer");
    await bearer(secret);
    expect(await statementsOf(() => bearer(secret))).toBe(2);
  });

  test("is not cacheable, and not readable for other sites", async () => {
    const { headers } = await bearer(mounts.secret("Organization viewer"));
    expect(Object.fromEntries(headers)).toMatchObject({
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "x-request-id": expect.any(String) as string,
    });
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("strict-transport-security")).toBeNull();
  });

  test("HEAD is GET without the body", async () => {
    const answer = await fetchAvailable(at("/api/v1/organization"), {
      method: "HEAD",
      headers: { authorization: `Bearer ${mounts.secret("Organization viewer")}` },
    });
    expect([answer.status, await answer.text(), answer.headers.get("content-type")]).toEqual([
      200,
      "",
      "application/json",
    ]);
    expect((await fetch(at("/api/v1/organization"), { method: "HEAD" })).status).toBe(401);
  });

  test("OPTIONS lists the allowed methods without authentication", async () => {
    const answer = await fetch(at("/api/v1/organization"), {
      method: "OPTIONS",
      headers: { origin: "https://evil.example", "access-control-request-method": "GET" },
    });
    expect([answer.status, answer.headers.get("allow"), answer.headers.get("access-control-allow-origin")]).toEqual([
      204,
      expect.stringContaining("GET, ") as string,
      null,
    ]);
  });

  test.each(["POST", "PUT", "DELETE"])(
    "%s is not allowed, and the response lists the allowed methods",
    async (method) => {
      const answer = await fetch(at("/airmdrapi/organization"), { method, body: method === "DELETE" ? null : "{" });
      expect(await refusal(answer)).toEqual({ status: 405, code: "method_not_allowed", challenge: null });
      expect(answer.headers.get("allow")).toBe("HEAD, GET, OPTIONS");
    },
  );

  test("with the database away it is 503 soon, never an accept, and then works again", async () => {
    const secret = mounts.secret("Organization viewer");
    const { wire } = mounts.on(mount);
    const check = (token: string) =>
      fetch(at("/api/v1/organization"), { headers: { authorization: `Bearer ${token}` } });
    for (const set of [wire.cut, wire.plug]) {
      set(true);
      let answers: Response[] = [];
      const asked = async () => (answers = await Promise.all(Array.from({ length: 25 }, () => check(secret))));
      // Checks give the database up after a second or two. The rest is for a busy machine.
      expect(await fastest({ tries: 3, enough: 10_000 }, asked)).toBeLessThan(10_000);
      for (const answer of answers) {
        expect(await refusal(answer)).toEqual({ status: 503, code: "unavailable", challenge: null });
        expect(answer.headers.get("retry-after")).toBe("5");
      }
      expect((await check("latch_x")).status).toBe(401);
      set(false);
      await expect.poll(async () => (await check(secret)).status, { timeout: 60_000 }).toBe(200);
    }
  });
});
