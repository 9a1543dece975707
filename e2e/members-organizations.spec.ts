import { expectAccessible } from "./accessibility";
import { expect, signInByForm, test } from "./fixtures";
import { join } from "./people-steps";
import { createTenant, type Tenant, withDatabase } from "./tenant";

/** A second organization with another name, in which the first one's Admin is a Member. */
async function another(ownerUrl: string, tenant: Tenant): Promise<Tenant> {
  const other = await createTenant(ownerUrl);
  await withDatabase(ownerUrl, (client) =>
    client.query(`UPDATE "Organization" SET "name" = 'Globex' WHERE "id" = $1`, [other.id]),
  );
  await join(ownerUrl, tenant.admin, other, "member");
  return { ...other, name: "Globex" };
}

test("a member of two organizations can switch, and has a separate role in each", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  const other = await another(ownerUrl, tenant);
  await signInByForm(page, tenant.admin, "/admin");
  await page.getByRole("button", { name: `Organization: ${tenant.name}` }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: other.name }).click();
  await expect(page).toHaveURL("/");
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText(other.name);
  await expect(page.getByRole("link", { name: "Members" })).toHaveCount(0);
  await expect(
    page.getByRole("table", { name: "Spaces" }).locator(`a[href="/spaces/${other.spaces[0].id}"]`),
  ).toBeVisible();
  await page.goto("/admin");
  await expect(page.getByText("There is nothing here")).toBeVisible();
});

test("a space of the other organization is shown in that organization's frame with a link to switch", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  const other = await another(ownerUrl, tenant);
  await signInByForm(page, tenant.admin, `/spaces/${other.spaces[0].id}`);
  await expect(page.getByRole("heading", { name: other.spaces[0].name, level: 1 })).toBeVisible();
  await expect(page.getByText(`This space belongs to ${other.name}`)).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Members" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: `Switch to ${other.name}` }).click();
  await expect(page).toHaveURL("/");
  await page.goto(`/spaces/${other.spaces[0].id}`);
  await expect(page.getByText(`This space belongs to ${other.name}`)).toHaveCount(0);
});
