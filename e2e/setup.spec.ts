import { startServer, type TestServer } from "../tools/testing/server";
import { expectAccessible } from "./accessibility";
import { expect, test } from "./fixtures";
import { visit } from "./people-steps";
import type { Page } from "@playwright/test";

const ADA = { name: "Ada Lovelace", email: "ada@example.com", password: "three wise monkeys" };

async function setUp(
  page: Page,
  setupCode: string,
  { organization, password }: { organization: string; password: string },
): Promise<void> {
  await page.getByLabel("Set-up code").fill(setupCode);
  await page.getByLabel("Organization").fill(organization);
  await page.getByLabel("Your name").fill(ADA.name);
  await page.getByLabel("E-mail").fill(ADA.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Set up Latchkey" }).click();
}

test.describe("setting Latchkey up", () => {
  let server: TestServer;
  test.beforeEach(async () => {
    test.setTimeout(300_000);
    server = await startServer();
  });
  test.afterEach(() => server.stop());

  test("the code from the terminal creates the first Super Admin, once, and is not stored", async ({ page }) => {
    await page.goto(`${server.url}/login`);
    await expect(page).toHaveURL(`${server.url}/setup`);
    await expectAccessible(page);

    await page.getByLabel("Set-up code").fill("not the code");
    await page.getByLabel("Organization").fill("Acme Security Operations");
    await page.getByLabel("Your name").fill(ADA.name);
    await page.getByLabel("E-mail").fill(ADA.email);
    await page.getByLabel("Password").fill(ADA.password);
    await page.getByRole("button", { name: "Set up Latchkey" }).click();
    await expect(page.getByText("This is not the set-up code.")).toBeVisible();
    await expect(page.getByLabel("Set-up code")).toBeFocused();
    await expect(page.getByLabel("Organization")).toHaveValue("Acme Security Operations");
    await expectAccessible(page);

    await page.getByLabel("Set-up code").fill(server.setupCode);
    await page.getByLabel("Password").fill("password1234");
    await page.getByRole("button", { name: "Set up Latchkey" }).click();
    await expect(page.getByText("This password is easy to guess.")).toBeVisible();

    // The code is kept when another field is wrong.
    await expect(page.getByLabel("Set-up code")).toHaveValue(server.setupCode);
    await page.getByLabel("Password").fill(ADA.password);
    await page.getByRole("button", { name: "Set up Latchkey" }).click();
    await expect(page).toHaveURL(`${server.url}/admin/tokens`);
    await expect(page.getByRole("heading", { name: "API Tokens", level: 1 })).toBeVisible();

    expect((await visit(page, `${server.url}/setup`)).status()).toBe(404);
    expect(server.logs()).not.toContain(server.setupCode);
    expect(server.logs()).not.toContain(ADA.password);
  });

  test("works without scripts", async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${server.url}/setup`);
    await setUp(page, server.setupCode, { organization: "Acme", password: ADA.password });
    await expect(page).toHaveURL(`${server.url}/admin/tokens`);
    await context.close();
  });

  test("opens again after the only organization was deleted, with the existing account", async ({ page }) => {
    await page.goto(`${server.url}/setup`);
    await setUp(page, server.setupCode, { organization: "Acme", password: ADA.password });
    await expect(page).toHaveURL(`${server.url}/admin/tokens`);
    await page.goto(`${server.url}/admin/settings`);
    await page.getByRole("button", { name: "Delete organization…" }).click();
    await page.getByRole("alertdialog").getByRole("textbox").fill("Acme");
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete organization" }).click();
    await expect(page).toHaveURL(`${server.url}/setup`);

    await setUp(page, server.setupCode, { organization: "Acme Two", password: ADA.password });
    await expect(page.getByText("This is not the set-up code.")).toBeVisible(); // it was used
    const code = /One-time setup code: +(\S+)/.exec(server.logs())?.[1] ?? "";
    await setUp(page, code, { organization: "Acme Two", password: "four wise monkeys" });
    await expect(page.getByText("There is an account with this e-mail address. Enter its password.")).toBeVisible();
    await setUp(page, code, { organization: "Acme Two", password: ADA.password });
    await expect(page).toHaveURL(`${server.url}/admin/tokens`);
    await expect(page.getByText("Acme Two").first()).toBeVisible();
  });
});
