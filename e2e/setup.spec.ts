import { startServer, type TestServer } from "../tools/testing/server";
import { expect, expectAccessible, test } from "./fixtures";
import { visit } from "./people-steps";

const ADA = { name: "Ada Lovelace", email: "ada@example.com", password: "three wise monkeys" };

test.describe("setting Latchkey up", () => {
  let server: TestServer;
  test.beforeEach(async () => {
    test.setTimeout(180_000);
    server = await startServer();
  });
  test.afterEach(() => server.stop());

  test("the code from the terminal makes the first Super Admin, once, and is written down nowhere", async ({ page }) => {
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

    await page.getByLabel("Set-up code").fill(server.setupCode);
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
    await page.getByLabel("Set-up code").fill(server.setupCode);
    await page.getByLabel("Organization").fill("Acme");
    await page.getByLabel("Your name").fill(ADA.name);
    await page.getByLabel("E-mail").fill(ADA.email);
    await page.getByLabel("Password").fill(ADA.password);
    await page.getByRole("button", { name: "Set up Latchkey" }).click();
    await expect(page).toHaveURL(`${server.url}/admin/tokens`);
    await context.close();
  });
});
