import type { Page } from "@playwright/test";
import { startServer, type TestServer } from "../tools/testing/server";
import { openDialog } from "./dialogs";
import { expect, signInByForm, test as base } from "./fixtures";
import { createTenant, withDatabase } from "./tenant";
import { readSecret, row, saveSecret } from "./token-steps";

// A separate server whose output is recorded.
const test = base.extend<object, { server: TestServer }>({
  server: [
    async ({}, use) => {
      const server = await startServer({ env: { LOG_LEVEL: "trace" } });
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 300_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  tenant: async ({ server }, use) => use(await createTenant(server.databaseUrls.ownerUrl)),
});

// It starts a server and reads whole databases.
test.setTimeout(300_000);

interface Answer {
  url: string;
  method: string;
  /** Headers and body. */
  text: string;
}

/** Records every response of the page, because the browser drops bodies when it leaves the page. */
async function listen(page: Page): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  await page.route(/^(?!.*\/_next\/static)/, async (route, request) => {
    const response = await route.fetch({ maxRedirects: 0 });
    answers.push({
      url: request.url(),
      method: request.method(),
      text: JSON.stringify(response.headers()) + (await response.text()),
    });
    await route.fulfill({ response });
  });
  return answers;
}

/** All rows of all tables, as text; bytes in hexadecimal. */
async function dump(url: string): Promise<string> {
  return withDatabase(url, async (client) => {
    const tables = await client.query<{ name: string }>(
      `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    const lines: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ text: string }>(`SELECT row_to_json(t)::text AS text FROM ${name} t`);
      lines.push(...rows.map(({ text }) => text));
    }
    return lines.join("\n");
  });
}

/** Everything in the browser's storage and in the page. */
async function traces(page: Page): Promise<string> {
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, window.history.state, location.href, document.cookie]),
  );
  return kept + (await page.content()) + JSON.stringify(await page.context().cookies());
}

async function expectNowhere(page: Page, secret: string, server: TestServer) {
  expect(await traces(page)).not.toContain(secret);
  const stored = await dump(server.databaseUrls.ownerUrl);
  expect(stored).toContain("token.created");
  for (const form of [secret, Buffer.from(secret).toString("hex")]) expect(stored).not.toContain(form);
  expect(server.logs()).not.toContain(secret);
}

test("a new secret is only in the response of its creation", async ({ page, server, tenant }) => {
  const answers = await listen(page);
  await signInByForm(page, tenant.superAdmin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Once");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const secret = await readSecret(page);
  await expectGuarded(page);
  await saveSecret(page);

  await expect(row(page, "Once")).toBeVisible();
  await expectNowhere(page, secret, server);
  await page.goBack();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("");
  await expectNowhere(page, secret, server);
  await page.reload();
  await expectNowhere(page, secret, server);
  await page.goto("/admin/tokens");
  await page.getByRole("link", { name: "Once", exact: true }).click();
  await expect(page.getByText("Created by")).toBeVisible();
  await expectNowhere(page, secret, server);

  const told = answers.filter(({ text }) => text.includes(secret));
  expect(told.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual(["POST /admin/tokens/new"]);
});

/** Escape, a click outside and the back button do not close the secret's dialog. */
async function expectGuarded(page: Page) {
  const dialog = openDialog(page);
  await page.keyboard.press("Escape");
  await page.mouse.click(5, 5);
  await page.goBack();
  await expect(dialog).toContainText("The token is still here");
  await expect(dialog.getByRole("group", { name: "API token" }).locator("code")).toBeVisible();
}

test("a rotated secret is only in one response, and the old one works for the chosen time", async ({
  page,
  server,
  tenant,
}) => {
  const answers = await listen(page);
  await signInByForm(page, tenant.superAdmin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Rotated");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const old = await readSecret(page);
  await saveSecret(page);

  await row(page, "Rotated").getByRole("button", { name: "Rotate Rotated" }).click();
  await page.getByLabel("After 1 hour").check();
  await openDialog(page).getByRole("button", { name: "Rotate", exact: true }).click();
  const fresh = await readSecret(page);
  expect(fresh).not.toBe(old);
  await expect(openDialog(page)).toContainText("The old secret works for 1 more hour.");
  await saveSecret(page);
  await expect(row(page, "Rotated").getByRole("button", { name: "Rotate Rotated" })).toBeFocused();
  await expectNowhere(page, fresh, server);

  for (const secret of [old, fresh]) {
    const answer = await page.request.get("/api/v1/token", {
      headers: { authorization: `Bearer ${secret}`, cookie: "" },
    });
    expect(answer.status()).toBe(200);
  }
  await page.getByRole("link", { name: "Rotated", exact: true }).click();
  await expect(page.getByText("Its old secret still works")).toBeVisible();
  const told = answers.filter(({ text }) => text.includes(fresh));
  expect(told.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual(["POST /admin/tokens"]);
});
