import type { Page } from "@playwright/test";
import { expectAccessible, expectAccessibleInBothThemes } from "./accessibility";
import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { administratorPages, memberPages } from "./people-steps";
import { PHONE, WIDE } from "./viewports";

/** Checks pages in both themes, and on a phone. */
async function checkAll(page: Page, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await page.setViewportSize(WIDE);
    await page.goto(path);
    await expect(page.getByRole("main")).toBeVisible();
    await expectAccessibleInBothThemes(page);
    await page.setViewportSize(PHONE);
    await expectAccessible(page);
  }
}

test("axe finds nothing on the pages of visitors, which do not overflow on a phone", async ({ page }) => {
  await checkAll(page, ["/login", "/invite", "/reset", "/nowhere"]);
});

test("axe finds nothing on the pages of members, which do not overflow on a phone", async ({ page, tenant }) => {
  test.slow();
  await signIn(page, tenant.member);
  await checkAll(page, [...memberPages(tenant), "/spaces/missing", "/admin"]);
});

test("axe finds nothing on the pages of administrators, which do not overflow on a phone", async ({ page, tenant }) => {
  test.slow();
  await signIn(page, tenant.superAdmin);
  await checkAll(page, [...administratorPages(tenant), "/admin/audit?q=nothing-like-it"]);
});

test("axe finds nothing in dialogs and menus", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin, "/admin/spaces?create");
  await expect(page.getByRole("dialog", { name: "Create a space" })).toBeVisible();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByText("Enter a name.")).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: `Actions for ${tenant.spaces[0].name}` }).click();
  await expect(page.getByRole("menuitem", { name: "Delete…" })).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await expect(page.getByRole("alertdialog").getByText("The space is empty.")).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog")).toBeHidden();
  await page.keyboard.press("Control+k");
  await expect(openDialog(page)).toBeVisible();
  await expectAccessibleInBothThemes(page);
});
