import { expectAccessible } from "./accessibility";
import { expect, signIn, test } from "./fixtures";
import { trySignIn } from "./people-steps";
import { withDatabase } from "./tenant";

test("an Admin can edit the organization, but not its token policy", async ({ page, tenant }) => {
  await signIn(page, tenant.admin, "/admin/settings");
  await expect(page.getByText("Only a Super Admin can change the token policy.")).toBeVisible();
  await expect(page.getByLabel("Maximum lifetime of a token, in days")).toBeDisabled();
  await expect(page.getByLabel("Requests per minute and token")).toBeDisabled();
  await expect(page.getByRole("button", { name: "Delete organization…" })).toHaveCount(0);
});

test("name, code and token policy of the organization", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin, "/admin/settings");
  await page.getByLabel("Name").fill("Acme Reborn");
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText("Acme Reborn");
  await page.getByLabel("Maximum lifetime of a token, in days").fill("ten");
  await page.getByRole("button", { name: "Save" }).last().click();
  await expect(page.getByText("Enter a whole number from 1 to 3,650, or nothing.")).toBeVisible();
  await page.getByLabel("Maximum lifetime of a token, in days").fill("365");
  await page.getByRole("button", { name: "Save" }).last().click();
  await expect(page.getByText("Saved the token policy")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Maximum lifetime of a token, in days")).toHaveValue("365");
});

test("before a lower limit is saved, it says how many live tokens end and how many of them are in use", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await withDatabase(ownerUrl, async (client) => {
    await client.query(
      `INSERT INTO "ApiToken"("id", "organizationId", "name", "permissions", "hint", "createdByName", "createdAt",
        "updatedAt")
       SELECT gen_random_uuid(), $1, 'Token ' || i, '{viewer}', 'latch_…test', 'Loader',
         now() - make_interval(days => i * 10), now() FROM generate_series(1, 9) i`,
      [tenant.id],
    );
    await client.query(
      `INSERT INTO "TokenActivity"("tokenId", "organizationId", "at")
        SELECT "id", "organizationId", now() - interval '1 day' FROM "ApiToken"
        WHERE "organizationId" = $1 AND "name" IN ('Token 1', 'Token 8', 'Token 9')`,
      [tenant.id],
    );
  });
  await signIn(page, tenant.superAdmin, "/admin/settings");
  const save = page.getByRole("button", { name: "Save" }).last();
  await page.getByLabel("Maximum lifetime of a token, in days").fill("35");
  await save.click();
  const question = page.getByRole("alertdialog");
  await expect(question.getByText("6 live API tokens end now")).toBeVisible();
  await expect(question.getByText("2 were used in the last 7 days.")).toBeVisible();
  await expect(question.getByText("3 live API tokens end sooner than now")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(question).toHaveCount(0);
  await page.reload();
  await expect(page.getByLabel("Maximum lifetime of a token, in days")).toHaveValue("");

  await page.getByLabel("Requests per minute and token").fill("600");
  await save.click();
  await expect(question.getByText("9 live API tokens may make at most 600 requests per minute")).toBeVisible();
  await expect(question.getByText("3 were used in the last 7 days.")).toBeVisible();
  await question.getByRole("button", { name: "Save token policy" }).click();
  await expect(page.getByText("Saved the token policy")).toBeVisible();
  // A higher limit ends nothing, and is not asked about.
  await page.getByLabel("Requests per minute and token").fill("700");
  await save.click();
  await expect(page.getByText("Saved the token policy").nth(1)).toBeVisible();
});

test("a Super Admin deletes the organization by typing its name, and all members lose access", async ({
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
