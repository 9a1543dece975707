import { expectAccessibleInBothThemes } from "./accessibility";
import { expect, signIn, test } from "./fixtures";
import { callApi, readSecret, row, saveSecret } from "./token-steps";
import { WIDTHS } from "./viewports";

test("an administrator finds why a request was denied, by its id and from the token's page", async ({
  page,
  tenant,
}) => {
  await signIn(page, tenant.admin, "/admin/denials");
  await expect(page.getByRole("heading", { name: "Nothing was denied" })).toBeVisible();
  await page.goto("/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Office");
  await page.getByRole("group", { name: "Limits" }).getByLabel("Networks").fill("192.0.2.0/24");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const secret = await readSecret(page);
  await saveSecret(page);
  const refused = await callApi(page, secret);
  expect(refused.status).toBe(401);

  await row(page, "Office").getByRole("link", { name: "Office" }).click();
  await page.getByRole("link", { name: "Requests that were denied" }).click();
  await expect(page.getByRole("heading", { name: "Denials", level: 1 })).toBeVisible();
  const table = page.getByRole("table", { name: "Denials" });
  // Denials are written a second after they happen.
  await expect(async () => {
    await page.reload();
    await expect(table).toContainText("Other network", { timeout: 2_000 });
  }).toPass();
  await expect(table).toContainText("127.0.0.1");
  await expect(table.getByRole("link", { name: "Change its limits" })).toBeVisible();
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    await expectAccessibleInBothThemes(page);
  }
  const requestId = (await table.locator("p.font-mono").first().textContent()) ?? "";
  await page.goto(`/admin/denials?q=${encodeURIComponent(requestId)}`);
  await expect(table.getByRole("row")).toHaveCount(2);
  await page.goto("/admin/denials?reason=revoked");
  await expect(page.getByRole("heading", { name: "No denials found" })).toBeVisible();
  await expect(table).toHaveCount(0);
  await page.goto("/admin/denials");
  await table.getByRole("link", { name: "Change its limits" }).click();
  const dialog = page.getByRole("dialog", { name: /Limits/ });
  await expect(dialog.getByLabel("Networks")).toHaveValue("192.0.2.0/24");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", { name: "Office" })).toBeVisible();
  await page.reload();
  await expect(dialog).toHaveCount(0);
});

test("members do not see denials", async ({ page, tenant }) => {
  await signIn(page, tenant.member, "/admin/denials");
  await expect(page.getByRole("table", { name: "Denials" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Denials" })).toHaveCount(0);
});
