import { afterAll, beforeAll, expect, test } from "vitest";
import { generateToken } from "@/lib/access/credentials/token-format";
import { rawRequest } from "@/tools/testing/raw-http";
import { startServer, type TestServer } from "@/tools/testing/server";

const PUBLIC = "https://latchkey.example.com";
const FORWARDED = [
  "X-Forwarded-Host: latchkey.example.com",
  "X-Forwarded-Proto: https",
  "X-Forwarded-For: 198.51.100.1",
];

let behindProxy: TestServer;
let unconfigured: TestServer;
beforeAll(async () => {
  [behindProxy, unconfigured] = await Promise.all([
    startServer({ env: { TRUSTED_PROXIES: "127.0.0.1" } }),
    startServer({ env: { LOG_LEVEL: "warn" } }),
  ]);
}, 180_000);
afterAll(() => Promise.all([behindProxy?.stop(), unconfigured?.stop()]));

/** Posts the set-up form as a browser without scripts does, through a proxy. */
async function postForm({ url }: TestServer): Promise<number> {
  const page = await (await fetch(`${url}/setup`)).text();
  const fields = [...page.matchAll(/name="(\$ACTION[^"]+)"(?: value="([^"]*)")?/g)];
  const parts = fields.map(
    ([, name = "", value = ""]) =>
      `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value.replaceAll("&quot;", '"')}\r\n`,
  );
  const body = `${parts.join("")}--B\r\nContent-Disposition: form-data; name="organizationName"\r\n\r\nx\r\n--B--\r\n`;
  const headers = ["Content-Type: multipart/form-data; boundary=B", `Content-Length: ${Buffer.byteLength(body)}`];
  return (await rawRequest(url, "POST /setup", [`Origin: ${PUBLIC}`, ...FORWARDED, ...headers], body)).status;
}

test("a form is accepted everywhere under the origin that a trusted proxy names", async () => {
  expect(await postForm(behindProxy)).toBe(200);
});

test("without APP_URL and TRUSTED_PROXIES it is refused, and the log says what to set", async () => {
  expect(await postForm(unconfigured)).toBe(403);
  const { origin, url } = { origin: PUBLIC, url: unconfigured.url };
  await expect.poll(() => unconfigured.logs(), { timeout: 10_000 }).toContain("APP_URL");
  expect(unconfigured.logs()).toContain(`"origin":"${origin}","ownOrigin":"${url}"`);
});

test("an API token in a cookie is accepted from the origin that a trusted proxy names", async () => {
  const headers = [...FORWARDED, `Cookie: Session="${generateToken("latch")}"`];
  const ask = async (origin: string) =>
    (await rawRequest(behindProxy.url, "GET /api/v1/token", [`Origin: ${origin}`, ...headers])).status;
  expect([await ask(PUBLIC), await ask("https://evil.example")]).toEqual([401, 403]);
});
