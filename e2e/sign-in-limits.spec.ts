import type { Browser } from "@playwright/test";
import { startServer, type TestServer } from "../tools/testing/server";
import { expect, test } from "./fixtures";
import { trySignIn } from "./people-steps";
import { createTenant, type Tenant } from "./tenant";

const TRIES = 10;

test.describe("signing in too often", () => {
  let server: TestServer;
  let tenant: Tenant;
  test.beforeAll(async () => {
    test.setTimeout(300_000);
    server = await startServer({ env: { TRUSTED_PROXIES: "127.0.0.1" } });
    tenant = await createTenant(server.databaseUrls.ownerUrl);
  });
  test.afterAll(() => server.stop());

  /** A browser behind a trusted proxy, so that each has its own address. */
  async function openFrom(browser: Browser, address: string) {
    const context = await browser.newContext({ baseURL: server.url, extraHTTPHeaders: { "X-Forwarded-For": address } });
    const page = await context.newPage();
    await page.goto("/login");
    return page;
  }

  test("after ten failures one address must wait, and another address need not", async ({ browser }) => {
    const { email, password } = tenant.admin;
    const guesser = await openFrom(browser, "203.0.113.7");
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      await trySignIn(guesser, email, `guess ${attempt}`);
      await expect(guesser.getByLabel("Password")).toHaveValue(""); // cleared when the response has arrived
      await expect(guesser.getByText("E-mail or password is wrong.")).toBeVisible();
    }
    await trySignIn(guesser, email, password);
    await expect(guesser.getByText(/Try again in [1-5] minutes?\./)).toBeVisible();

    const owner = await openFrom(browser, "198.51.100.9");
    await trySignIn(owner, email, password);
    await expect(owner).toHaveURL(`${server.url}/`);
  });

  test("an unknown e-mail is limited the same way", async ({ browser }) => {
    const guesser = await openFrom(browser, "203.0.113.8");
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      await trySignIn(guesser, "nobody@example.com", `guess ${attempt}`);
      await expect(guesser.getByLabel("Password")).toHaveValue(""); // cleared when the response has arrived
      await expect(guesser.getByText("E-mail or password is wrong.")).toBeVisible();
    }
    await trySignIn(guesser, "nobody@example.com", "one more");
    await expect(guesser.getByText(/Try again in [1-5] minutes?\./)).toBeVisible();
  });
});
