import { expect, expectAccessible, signIn, test } from "./fixtures";
import { administratorPages, memberPages } from "./people-steps";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("axe finds nothing on any page", async ({ page, tenant }) => {
      test.setTimeout(180_000);
      for (const path of ["/login", "/invite", "/nowhere"]) {
        await page.goto(path);
        await expectAccessible(page);
      }
      await signIn(page, tenant.superAdmin);
      for (const path of [...memberPages(tenant), ...administratorPages(tenant), "/admin/audit?search=nothing-like-it", "/spaces/missing"]) {
        await page.goto(path);
        await expect(page.getByRole("main")).toBeVisible();
        await expectAccessible(page);
      }
    });

    test("axe finds nothing in what opens over a page", async ({ page, tenant }) => {
      await signIn(page, tenant.superAdmin, "/admin/spaces?create");
      await expect(page.getByRole("dialog", { name: "Create a space" })).toBeVisible();
      await page.getByRole("button", { name: "Create", exact: true }).click();
      await expect(page.getByText("Enter a name.")).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: `Actions for ${tenant.spaces[0].name}` }).click();
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
