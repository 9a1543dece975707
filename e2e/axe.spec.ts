import type { Page } from "@playwright/test";
import { expect, expectAccessible, signIn, test } from "./fixtures";
import { administratorPages, memberPages } from "./people-steps";

async function checkAll(page: Page, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    await expectAccessible(page);
  }
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("axe finds nothing on the pages of visitors", async ({ page }) => {
      await checkAll(page, ["/login", "/invite", "/reset", "/nowhere"]);
    });

    test("axe finds nothing on the pages of members", async ({ page, tenant }) => {
      test.slow();
      await signIn(page, tenant.member);
      await checkAll(page, [...memberPages(tenant), "/spaces/missing", "/admin"]);
    });

    test("axe finds nothing on the pages of administrators", async ({ page, tenant }) => {
      test.slow();
      await signIn(page, tenant.superAdmin);
      await checkAll(page, [...administratorPages(tenant), "/admin/audit?q=nothing-like-it"]);
    });

    test("axe finds nothing in dialogs and menus", async ({ page, tenant }) => {
      await signIn(page, tenant.superAdmin, "/admin/spaces?create");
      await expect(page.getByRole("dialog", { name: "Create a space" })).toBeVisible();
      await page.getByRole("button", { name: "Create", exact: true }).click();
      await expect(page.getByText("Enter a name.")).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: `Actions for ${tenant.spaces[0].name}` }).click();
      await expect(page.getByRole("menuitem", { name: "Delete…" })).toBeVisible();
      await expectAccessible(page);
      await page.getByRole("menuitem", { name: "Delete…" }).click();
      await expect(page.getByRole("alertdialog").getByText("The space is empty.")).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("alertdialog")).toBeHidden();
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectAccessible(page);
    });
  });
}
