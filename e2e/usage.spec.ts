import { expectAccessibleInBothThemes } from "./accessibility";
import { expect, signIn, test } from "./fixtures";
import { withDatabase } from "./tenant";
import { callApi, readSecret, row, saveSecret } from "./token-steps";
import { WIDTHS } from "./viewports";

test("an administrator sees how a token is used, and which tokens are used most", async ({ page, tenant }) => {
  await signIn(page, tenant.admin, "/admin/usage");
  await expect(page.getByText("No requests in this time.")).toBeVisible();
  await expect(page.getByText("No token was used in this time.")).toBeVisible();
  await page.goto("/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Nightly");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const secret = await readSecret(page);
  await saveSecret(page);
  for (let time = 0; time < 3; time += 1) expect((await callApi(page, secret)).status).toBe(200);

  await row(page, "Nightly").getByRole("link", { name: "Nightly" }).click();
  await expect(page.getByRole("heading", { name: "Nightly", level: 1 })).toBeVisible();
  const requests = page.getByRole("region", { name: "Requests" });
  // Use is written some seconds later.
  await expect(async () => {
    await page.reload();
    await expect(requests).toContainText("3 allowed", { timeout: 2_000 });
  }).toPass();
  await expect(requests).toContainText("0 denied");
  await expect(page.getByRole("table", { name: "Addresses" })).toContainText("127.0.0.1");
  await expect(page.getByRole("table", { name: "Secrets" }).getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("region", { name: "History" })).toContainText("Nightly");
  await requests.getByText("Show as a table").click();
  await expect(requests.getByRole("table")).toContainText(", so far");
  await requests.getByRole("link", { name: "24 hours" }).click();
  await expect(page).toHaveURL(/use=24h/);
  await expect(requests.getByRole("img", { name: /Requests per hour/ })).toBeVisible();
  await expect(page).toHaveTitle(/Nightly/); // it comes last
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    await expectAccessibleInBothThemes(page);
  }

  await page.goto("/admin/usage?use=12m");
  await expect(page.getByRole("region", { name: "Requests" })).toContainText("3 allowed");
  await expect(page.getByRole("table", { name: "Busiest API tokens" })).toContainText("Nightly");
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    await expectAccessibleInBothThemes(page);
  }
});

test("advice about a token leads to the dialog that mends it", async ({ page, tenant, ownerUrl }) => {
  const name = "Forever";
  await withDatabase(ownerUrl, (client) =>
    client.query(
      `WITH token AS (
         INSERT INTO "ApiToken" ("id", "organizationId", "name", "hint", "createdByName", "permissions", "updatedAt")
         VALUES (gen_random_uuid(), $1, $2, 'latch_…abcd', 'Ada', '{viewer}', now()) RETURNING "id")
       INSERT INTO "TokenAdvice" SELECT "id", $1, 'no_expiration', '{"kind":"no_expiration"}', 1 FROM token`,
      [tenant.id, name],
    ),
  );
  await signIn(page, tenant.admin, "/admin/advice");
  const table = page.getByRole("table", { name: "Advice" });
  await expect(table).toContainText("It never expires.");
  await expect(page.getByText(/live API tokens have no advice/)).toBeVisible();
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    await expectAccessibleInBothThemes(page);
  }
  await page.getByRole("link", { name: "Never expires 1" }).click();
  await expect(page).toHaveURL(/kind=no_expiration/);
  await table.getByRole("link", { name: "Set an expiration" }).click();
  await expect(page.getByRole("dialog", { name: /Edit/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "Advice" })).toContainText("It never expires.");
  await page.goto("/admin/advice?kind=unused");
  await expect(page.getByRole("heading", { name: "No pieces of advice found" })).toBeVisible();
});
