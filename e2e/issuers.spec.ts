import type { Page } from "@playwright/test";
import { expectAccessible, expectAccessibleInBothThemes } from "./accessibility";
import { loseAnswer, onNextForm } from "./answers";
import { BILLING, insertApi, insertBillingAndMail, MAIL } from "./api-steps";
import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { withDatabase, type Tenant } from "./tenant";
import { readSecret, row, saveSecret } from "./token-steps";
import { PHONE, WIDTHS } from "./viewports";

/** Creates the Issuer "Backend" for all scopes of Billing with the form. Returns its secret. */
async function createIssuer(page: Page): Promise<string> {
  await page.goto("/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Backend");
  await page.getByLabel("Issuer", { exact: true }).check();
  await page.getByLabel("Billing", { exact: true }).check();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const secret = await readSecret(page);
  await saveSecret(page);
  return secret;
}

/** Issues a token for a scope of Billing. */
async function issue(page: Page, secret: string, name: string, scope = "invoices:read"): Promise<number> {
  const response = await page.request.post("/api/v1/tokens", {
    headers: { authorization: `Bearer ${secret}`, cookie: "" },
    data: { name, grants: [{ api: BILLING, scopes: [scope] }], subject: "cus_1" },
  });
  return response.status();
}

async function openIssuer(page: Page): Promise<void> {
  await page.goto("/admin/tokens");
  await row(page, "Backend").getByRole("link", { name: "Backend" }).click();
  await expect(page.getByRole("heading", { name: "Backend", level: 1 })).toBeVisible();
}

/** What the page of a token says that it issues. */
const issuedOn = (page: Page) => page.getByRole("definition").filter({ hasText: /\.acme\.example/ });

test("an Issuer is created with the APIs that it issues tokens for, and they are changed on its page", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await insertBillingAndMail(ownerUrl, tenant);
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Backend");
  await page.getByLabel("Issuer", { exact: true }).check();
  await expect(page.getByLabel("Viewer", { exact: true })).not.toBeChecked();
  await expect(page.getByRole("group", { name: "API scopes" })).toHaveCount(0);
  const create = page.getByRole("button", { name: "Create", exact: true });
  await create.click();
  await expect(page.getByText("Choose at least one API.")).toBeVisible();
  await page.getByLabel("Billing", { exact: true }).check();
  await page.getByLabel("Only some scopes").check();
  await create.click();
  await expect(page.getByText("Choose scopes of Billing, or all of them.")).toBeVisible();
  await page.getByLabel("invoices:read").check();
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    await expectAccessible(page);
  }
  await create.click();
  const secret = await readSecret(page);
  await saveSecret(page);
  expect(await issue(page, secret, "Customer key")).toBe(201);
  expect(await issue(page, secret, "Too much", "invoices:write")).toBe(403);
  await row(page, "Backend").getByRole("button", { name: "Permissions of Backend" }).click();
  await expect(openDialog(page).getByText("An Issuer stays an Issuer")).toBeVisible();

  await openIssuer(page);
  await expect(issuedOn(page)).toHaveText(`${BILLING}invoices:read`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "APIs", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "APIs", exact: true });
  const set = dialog.getByRole("button", { name: "Set APIs" });
  await expect(set).toBeDisabled();
  await dialog.getByLabel("Billing", { exact: true }).uncheck();
  await set.click();
  await expect(dialog.getByText("Choose at least one API.")).toBeVisible();
  await dialog.getByLabel("Mail", { exact: true }).check();
  await expect(dialog.getByText("It issues less than before")).toBeVisible();
  await expectAccessible(page);
  await onNextForm(page, loseAnswer);
  await set.click();
  await expect(dialog.getByText("this may have been done already")).toBeVisible();
  await set.click();
  await expect(dialog).toHaveCount(0);
  await expect(issuedOn(page)).toHaveText(`${MAIL}All scopes`);
  expect(await issue(page, secret, "Another key")).toBe(403);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(issuedOn(page)).toHaveText(`${BILLING}invoices:read`);
});

test("an Admin sees who can grant Issuer, and cannot change an Issuer", async ({ page, tenant, ownerUrl }) => {
  await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.superAdmin);
  await createIssuer(page);
  await page.context().clearCookies();
  await signIn(page, tenant.admin, "/admin/tokens/new");
  const issuer = page.getByLabel("Issuer", { exact: true });
  await expect(issuer).toBeDisabled();
  await expect(issuer).toHaveAccessibleDescription(/Only a Super Admin can grant it\.$/);
  await openIssuer(page);
  await page.getByRole("button", { name: "APIs", exact: true }).click();
  await expect(openDialog(page).getByText("A Super Admin must do this")).toBeVisible();
});

test("Issuer is not offered without APIs, and not for one space", async ({ page, tenant, ownerUrl }) => {
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await expect(page.getByLabel("Verifier", { exact: true })).toBeVisible();
  await expect(page.getByLabel("Issuer", { exact: true })).toHaveCount(0);
  await insertApi(ownerUrl, tenant);
  await page.reload();
  const issuer = page.getByLabel("Issuer", { exact: true });
  await issuer.check();
  await page.getByLabel("Space access").selectOption(tenant.spaces[0].name);
  await expect(issuer).not.toBeChecked();
  await expect(issuer).toBeDisabled();
  await expect(issuer).toHaveAccessibleDescription(/Choose all spaces to grant it\.$/);
});

/** Creates an Issuer and two tokens of it, one of them in January 2026. */
async function createIssued(page: Page, tenant: Tenant, ownerUrl: string): Promise<void> {
  await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.superAdmin);
  const secret = await createIssuer(page);
  for (const name of ["Early key", "Late key"]) expect(await issue(page, secret, name)).toBe(201);
  await withDatabase(ownerUrl, (client) =>
    client.query(
      `UPDATE "ApiToken" SET "createdAt" = '2026-01-01' WHERE "organizationId" = $1 AND "name" = 'Early key'`,
      [tenant.id],
    ),
  );
}

test("what an Issuer issued is deleted since a time, and with the Issuer", async ({ page, tenant, ownerUrl }) => {
  await createIssued(page, tenant, ownerUrl);
  await openIssuer(page);
  await expect(page.getByText("2 API tokens. None was used in the last 7 days.")).toBeVisible();
  await page.getByRole("button", { name: "Delete issued API tokens…" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question).toHaveAccessibleName("Delete 2 API tokens that “Backend” issued?");
  await question.getByLabel("Issued since").fill("2026-02-01T00:00");
  await expect(question).toHaveAccessibleName("Delete 1 API token that “Backend” issued?");
  await expectAccessible(page);
  await question.getByRole("button", { name: "Delete all" }).click();
  await expect(page.getByText("1 API token deleted")).toBeVisible();
  await expect(page.getByText("1 API token. None was used in the last 7 days.")).toBeVisible();

  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(question.getByText("There is 1 API token.")).toBeVisible();
  await question.getByLabel("Also delete the API tokens that it issued").check();
  await expectAccessible(page);
  await question.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByText("1 issued API token deleted")).toBeVisible();
  await expect(page).toHaveURL("/admin/tokens");
  await expect(page.getByRole("heading", { name: "No API tokens yet" })).toBeVisible();
});

test("what an Issuer issued stays when that is not chosen, and names the Issuer", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await createIssued(page, tenant, ownerUrl);
  await openIssuer(page);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page).toHaveURL("/admin/tokens");
  await expect(row(page, "Late key")).toBeVisible();
  await row(page, "Early key").getByRole("link", { name: "Early key" }).click();
  await page.getByRole("definition").filter({ hasText: "the Issuer" }).getByRole("link", { name: "Backend" }).click();
  await expect(page.getByText("This API token is deleted")).toBeVisible();
  await expect(page.getByText("2 API tokens. None was used in the last 7 days.")).toBeVisible();
});

test("axe finds nothing in the form of an Issuer", async ({ page, tenant, ownerUrl }) => {
  await insertApi(ownerUrl, tenant, { name: "Billing of the whole Acme group and its 42 subsidiaries since 1998" });
  await page.setViewportSize(PHONE);
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await page.getByLabel("Issuer", { exact: true }).check();
  await page.getByRole("checkbox", { name: /^Billing of/ }).check();
  await page.getByLabel("Only some scopes").check();
  await expect(page.getByLabel("invoices:read")).toBeVisible();
  await expectAccessibleInBothThemes(page);
});
