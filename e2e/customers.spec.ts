import { insertApi } from "./api-steps";
import { expect, expectAccessible, signIn, test } from "./fixtures";
import { row, saveSecret } from "./token-steps";

const WIDTHS = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

test("an organization without APIs is not asked for a customer", async ({ page, tenant }) => {
  await signIn(page, tenant.admin, "/admin/tokens/new");
  await expect(page.getByRole("group", { name: "Permissions" })).toBeVisible();
  await expect(page.getByText("For a customer")).toHaveCount(0);
  await page.getByLabel("Name", { exact: true }).fill("Plain");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await saveSecret(page);
  await row(page, "Plain").getByRole("button", { name: "Edit Plain" }).click();
  await expect(page.getByRole("dialog").getByLabel("Description")).toBeVisible();
  await expect(page.getByText("For a customer")).toHaveCount(0);
});

test("a token is created for a customer, and its subject and metadata are shown and changed", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.admin, "/admin/tokens/new");
  const customer = page.getByRole("group", { name: "For a customer" });
  await customer.getByLabel("Subject").fill("Jane Doe");
  await customer.getByLabel("Metadata").fill('{"plan": "pro",}');
  await page.getByLabel("Name", { exact: true }).fill("Customer key");
  const create = page.getByRole("button", { name: "Create", exact: true });
  await create.click();
  await expect(customer.getByLabel("Subject")).toBeFocused();
  await expect(customer.getByText("Use 1 to 200 of")).toBeVisible();
  await expect(customer.getByText("This is not JSON.")).toBeVisible();
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    await expectAccessible(page);
  }
  await customer.getByLabel("Subject").fill("cus_1@example|eu");
  await customer.getByLabel("Metadata").fill('{"plan": "pro", "seats": 5}');
  await create.click();
  await saveSecret(page);
  await row(page, "Customer key").getByRole("link", { name: "Customer key" }).click();
  await expect(page.getByRole("definition").filter({ hasText: "cus_1@example|eu" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Metadata" })).toContainText('"seats": 5');
  await expectAccessible(page);

  await page.getByRole("button", { name: "Edit" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Subject")).toHaveValue("cus_1@example|eu");
  await expect(dialog.getByLabel("Metadata")).toHaveValue('{\n  "plan": "pro",\n  "seats": 5\n}');
  await dialog.getByLabel("Subject").fill("..");
  await dialog.getByLabel("Metadata").fill("");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Use another one than . and ..")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Subject").fill("cus_2");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("definition").filter({ hasText: "cus_2" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Metadata" })).toHaveCount(0);
});

test("the second of two who change the customer of a token sees what the first one saved", async ({
  page,
  tenant,
  ownerUrl,
  context,
}) => {
  await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.admin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Shared");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await saveSecret(page);
  const second = await context.newPage();
  await second.goto("/admin/tokens");
  for (const admin of [page, second]) await row(admin, "Shared").getByRole("button", { name: "Edit Shared" }).click();
  await page.getByRole("dialog").getByLabel("Subject").fill("cus_1");
  await page.getByRole("dialog").getByLabel("Metadata").fill('{"plan": "pro"}');
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await second.getByRole("dialog").getByLabel("Subject").fill("cus_2");
  await second.getByRole("button", { name: "Save" }).click();
  const conflict = second.getByRole("dialog").getByRole("alert");
  await expect(conflict).toContainText("Its subject is now “cus_1”.");
  await expect(conflict).toContainText('Its metadata is now {"plan":"pro"}.');
  await expect(second.getByRole("dialog").getByLabel("Subject")).toHaveValue("cus_2");
});
