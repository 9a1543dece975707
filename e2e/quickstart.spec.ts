import type { Page } from "@playwright/test";
import { type GuardedServer, startNodeSnippet } from "../tools/testing/quickstart";
import { scratchFolder } from "../tools/testing/scratch";
import { expectAccessible } from "./accessibility";
import { createScopedToken, expectScopes, insertApi, registerBilling } from "./api-steps";
import { expect, signIn, test } from "./fixtures";
import { pick } from "./people-steps";
import { createToken } from "./token-steps";

const ends: (() => Promise<void> | void)[] = [];
test.afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Opens the tab of a program. */
const open = (page: Page, label: string) =>
  page.getByRole("navigation", { name: "Programs" }).getByRole("link", { name: label, exact: true }).click();

/** The text of a snippet, as the page shows it. */
const codeShown = (page: Page, file: string) => page.getByRole("region", { name: `${file} code` }).locator("code");

/** The status of a request with a token to a server that a snippet guards. */
const statusOf = async ({ url }: GuardedServer, secret: string) =>
  (await fetch(url, { headers: { authorization: `Bearer ${secret}` }, signal: AbortSignal.timeout(60_000) })).status;

test("an Express app with the snippet as shown lets a scope pass until it is removed", async ({ page, tenant }) => {
  test.slow();
  await signIn(page, tenant.superAdmin);
  const path = await registerBilling(page, ["invoices:read", "invoices:write", "refunds"]);
  const reader = await createScopedToken(page, "Reader", ["invoices:read", "invoices:write"]);
  const writer = await createScopedToken(page, "Writer", ["invoices:write", "refunds"]);
  const verifier = await createToken(page, "Checks", ["Verifier"]);

  await page.goto(path);
  await open(page, "Express");
  await expect(codeShown(page, "app.mjs")).toContainText('requireScope("invoices:read")');
  const code = await codeShown(page, "app.mjs").innerText();
  const { folder, remove } = scratchFolder();
  ends.push(remove);
  const server = await startNodeSnippet({ code, folder, verifier });
  ends.push(() => server.stop());
  expect(await statusOf(server, reader)).toBe(200);
  expect(await statusOf(server, writer)).toBe(403);

  await pick(page, "invoices:read", "Remove…");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove scope" }).click();
  await expectScopes(page, ["invoices:write", "refunds"]);
  expect(await statusOf(server, reader)).toBe(403);
});

test("the URL of an API's page holds the open snippet, and a search keeps it", async ({ page, tenant, ownerUrl }) => {
  const path = await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.admin, path);
  await expect(codeShown(page, "Shell")).toContainText(`organization=${tenant.id}&api=https%3A%2F%2F`);
  await open(page, "Python");
  await expect(codeShown(page, "app.py")).toContainText('require_scope("invoices:read", app)');
  await expect(page).toHaveURL(`${path}?program=python#quickstart`);
  await page.getByRole("searchbox").fill("write");
  await expectScopes(page, ["invoices:write"]);
  await page.reload();
  await expect(codeShown(page, "app.py")).toBeVisible();
  await expectScopes(page, ["invoices:write"]);
});

test("axe finds nothing on the snippets, wide or narrow", async ({ page, tenant, ownerUrl }) => {
  test.slow();
  const path = await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.admin, path);
  for (const program of ["curl", "nginx", "express", "go"]) {
    await page.goto(`${path}?program=${program}`);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await expectAccessible(page);
    }
  }
});
