import { expect, signIn, test } from "./fixtures";
import { trySignIn } from "./people-steps";

test("an Admin edits the organization, but not the policy that binds its tokens", async ({ page, tenant }) => {
  await signIn(page, tenant.admin, "/admin/settings");
  await expect(page.getByText("Only Super Admins change the token policy.")).toBeVisible();
  await expect(page.getByLabel("Longest life of a token, in days")).toBeDisabled();
  await expect(page.getByLabel("Requests per minute and token")).toBeDisabled();
  await expect(page.getByRole("button", { name: "Delete organization…" })).toHaveCount(0);
});

test("name, code and token policy of the organization", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin, "/admin/settings");
  await page.getByLabel("Name").fill("Acme Reborn");
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText("Acme Reborn");
  await page.getByLabel("Longest life of a token, in days").fill("ten");
  await page.getByRole("button", { name: "Save" }).last().click();
  await expect(page.getByText("Enter a whole number from 1 to 3,650, or nothing.")).toBeVisible();
  await page.getByLabel("Longest life of a token, in days").fill("365");
  await page.getByRole("button", { name: "Save" }).last().click();
  await expect(page.getByText("Saved the token policy")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Longest life of a token, in days")).toHaveValue("365");
});

test("a Super Admin deletes the organization by typing its name, and is out with everybody", async ({
  page,
  tenant,
}) => {
  await signIn(page, tenant.superAdmin, "/admin/settings");
  await page.getByRole("button", { name: "Delete organization…" }).click();
  const question = page.getByRole("alertdialog");
  await question.getByLabel(`Type ${tenant.name} to confirm`).fill(tenant.name);
  await question.getByRole("button", { name: "Delete organization" }).click();
  await expect(page).toHaveURL(/\/login/);
  await trySignIn(page, tenant.superAdmin.email, tenant.superAdmin.password);
  await expect(page.getByText("E-mail or password is wrong.")).toBeVisible();
});
