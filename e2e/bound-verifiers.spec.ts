import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessibility";
import { BILLING, insertBillingAndMail, MAIL } from "./api-steps";
import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { readSecret, row, saveSecret } from "./token-steps";

/** Creates a token with the form that is shown, once the rest of it is filled. Returns its secret. */
async function create(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const secret = await readSecret(page);
  await saveSecret(page);
  return secret;
}

async function verify(page: Page, verifier: string, token: string): Promise<unknown> {
  const response = await page.request.post("/api/v1/verify", {
    headers: { authorization: `Bearer ${verifier}`, cookie: "" },
    data: { token },
  });
  return ((await response.json()) as { code: unknown }).code;
}

test("a Verifier is bound to APIs when it is created, and to others or none on its page", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await insertBillingAndMail(ownerUrl, tenant);
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Viewer");
  const viewer = await create(page);
  await page.goto("/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Gateway");
  await page.getByLabel("Viewer", { exact: true }).uncheck();
  await page.getByLabel("Verifier", { exact: true }).check();
  await page.getByLabel("Only API tokens for some APIs").check();
  const apis = page.getByRole("group", { name: "APIs that it verifies tokens for" });
  await apis.getByLabel("Billing", { exact: true }).check();
  await expectAccessible(page);
  const gateway = await create(page);
  expect(await verify(page, gateway, viewer)).toBe("unknown");

  await row(page, "Gateway").getByRole("link", { name: "Gateway" }).click();
  const bound = page.getByRole("definition").filter({ hasText: BILLING });
  await expect(bound).toBeVisible();
  await page.getByRole("button", { name: "Verifies", exact: true }).click();
  const dialog = openDialog(page);
  await expect(dialog.getByRole("button", { name: "Set APIs" })).toBeDisabled();
  await dialog.getByLabel("Mail", { exact: true }).check();
  await dialog.getByLabel("Billing", { exact: true }).uncheck();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Set APIs" }).click();
  await expect(page.getByRole("definition").filter({ hasText: MAIL })).toBeVisible();
  await expect(bound).toHaveCount(0);

  await page.getByRole("button", { name: "Verifies", exact: true }).click();
  await dialog.getByLabel("All API tokens that it can reach").check();
  await dialog.getByRole("button", { name: "Set APIs" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("All API tokens that it can reach")).toBeVisible();
  expect(await verify(page, gateway, viewer)).toBe("valid");
});

test("what a Verifier verifies is not asked without APIs", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await page.getByLabel("Verifier", { exact: true }).check();
  await expect(page.getByRole("group", { name: "What it verifies" })).toHaveCount(0);
});
