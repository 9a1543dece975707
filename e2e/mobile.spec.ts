import { expectAccessible } from "./accessibility";
import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { openUserMenu } from "./people-steps";
import { PHONE } from "./viewports";

test.use({ viewport: PHONE, hasTouch: true });

test("on a phone the navigation is a drawer, and leads to the admin dashboard", async ({ page, tenant }) => {
  await signIn(page, tenant.admin);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await page.getByRole("button", { name: "Open navigation" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await expectAccessible(page);
  await openUserMenu(page, tenant.admin);
  await page.getByRole("link", { name: "Go to Admin dashboard" }).click();
  await expect(page.getByRole("heading", { name: "Admin dashboard" })).toBeVisible();
  await expect(openDialog(page)).toHaveCount(0);
  await page.getByRole("button", { name: "Open navigation" }).click();
  await page.getByRole("link", { name: "API Tokens", exact: true }).click();
  await expect(page).toHaveURL("/admin/tokens");
});
