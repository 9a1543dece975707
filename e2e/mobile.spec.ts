import { expect, expectAccessible, signIn, test } from "./fixtures";
import { administratorPages, memberPages, openUserMenu } from "./people-steps";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

test("on a phone the navigation is a drawer, and leads to the admin dashboard", async ({ page, tenant }) => {
  await signIn(page, tenant.admin);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await page.getByRole("button", { name: "Open navigation" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await expectAccessible(page);
  await openUserMenu(page, tenant.admin);
  await page.getByRole("link", { name: "Go to Admin dashboard" }).click();
  await expect(page.getByRole("heading", { name: "Admin dashboard" })).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("button", { name: "Open navigation" }).click();
  await page.getByRole("link", { name: "API Tokens", exact: true }).click();
  await expect(page).toHaveURL("/admin/tokens");
});

test("on a phone no page of visitors and members overflows", async ({ page, tenant }) => {
  test.slow();
  for (const path of ["/login", "/invite", "/reset"]) {
    await page.goto(path);
    await expectAccessible(page);
  }
  await signIn(page, tenant.member);
  for (const path of memberPages(tenant)) {
    await page.goto(path);
    await expectAccessible(page);
  }
});

test("on a phone no page of administrators overflows", async ({ page, tenant }) => {
  test.slow();
  await signIn(page, tenant.superAdmin);
  for (const path of administratorPages(tenant)) {
    await page.goto(path);
    await expectAccessible(page);
  }
});
