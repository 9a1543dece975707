import { expect, signIn, test } from "./fixtures";

test("a menu works by keyboard, and gives the focus back", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin, "/admin/spaces");
  const button = page.getByRole("button", { name: `Actions for ${tenant.spaces[0].name}` });
  const item = (name: string) => page.getByRole("menuitem", { name });
  await button.focus();
  await page.keyboard.press("ArrowDown");
  await expect(item("Edit…")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(item("Delete…")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(item("Edit…")).toBeFocused();
  await page.keyboard.press("s");
  await expect(item("Settings")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(item("Settings")).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(item("Edit…")).toBeVisible();
  await page.keyboard.press("d");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog").getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button).toBeFocused();
});

test("a menu closes on a second press, on a press elsewhere and when one of its links is followed", async ({
  page,
  tenant,
}) => {
  await signIn(page, tenant.superAdmin, "/admin/spaces");
  const button = page.getByRole("button", { name: `Actions for ${tenant.spaces[0].name}` });
  const settings = page.getByRole("menuitem", { name: "Settings" });
  const heading = page.getByRole("heading", { name: "Spaces", level: 1 });
  for (const place of [button, heading]) {
    const box = await place.boundingBox();
    await button.click();
    await expect(settings).toBeVisible();
    // The rest of the page takes no part until the menu is closed, so that a press only closes it.
    await page.mouse.click((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
    await expect(settings).toBeHidden();
  }
  await button.click();
  await settings.click();
  await page.waitForURL(`**/spaces/${tenant.spaces[0].id}/settings`);
  await expect(settings).toBeHidden();
});

test("a menu item that is not allowed is shown, and does nothing", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin, "/admin/members");
  await page.getByRole("button", { name: `Actions for ${tenant.superAdmin.name}` }).click();
  const remove = page.getByRole("menuitem", { name: "Remove…" });
  await expect(remove).toHaveAttribute("aria-disabled", "true");
  await remove.click({ force: true });
  await expect(remove).toBeVisible();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
});
