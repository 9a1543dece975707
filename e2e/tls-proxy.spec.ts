import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { startServer } from "../tools/testing/server";
import { expect, test } from "./fixtures";

/** Acts as a proxy that terminates TLS: passes requests on as if they had been sent to https://latchkey.test. */
async function openProxy(target: string): Promise<{ url: string; close: () => void }> {
  const forwarded = { "x-forwarded-proto": "https", "x-forwarded-host": "latchkey.test" };
  const proxy = createServer((incoming, outgoing) => {
    const origin = incoming.headers.origin === undefined ? {} : { origin: "https://latchkey.test" };
    const asked = request(
      `${target}${incoming.url}`,
      { method: incoming.method, headers: { ...incoming.headers, ...forwarded, ...origin } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    asked.on("error", () => outgoing.destroy());
    incoming.pipe(asked);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, close: () => void proxy.close() };
}

test("behind a proxy that terminates TLS, forms redirect correctly and Next does not call itself with TLS", async ({
  page,
}) => {
  test.setTimeout(300_000);
  const server = await startServer({ env: { APP_URL: "https://latchkey.test", TRUSTED_PROXIES: "127.0.0.1" } });
  const proxy = await openProxy(server.url);
  await page.goto(`${proxy.url}/setup`);
  await page.getByLabel("Set-up code").fill(server.setupCode);
  await page.getByLabel("Organization").fill("Acme");
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Password").fill("three wise monkeys");
  await page.getByRole("button", { name: "Set up Latchkey" }).click();
  await expect(page).toHaveURL(`${proxy.url}/admin/tokens`);
  expect(server.logs()).not.toContain("failed to get redirect response");
  proxy.close();
  await server.stop();
});
