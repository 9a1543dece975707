import type { Page } from "@playwright/test";
import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { untilHydrated } from "./hydration";
import { createToken, row } from "./token-steps";

// Long flows with several axe checks: a busy machine needs more than the default minute.
test.slow();

/** Presses Tab until `label` has the focus. */
async function tabTo(page: Page, label: string) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    // Not `:focus`: no element matches it while the picker of a date has the focus.
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      const [text] = (element as HTMLInputElement | null)?.labels ?? [];
      return element?.getAttribute("aria-label") ?? text?.textContent ?? element?.textContent;
    });
    if (name?.trim() === label) return;
  }
  throw new Error(`${label} cannot be reached by Tab`);
}

test("a token can be created, shown and saved with the keyboard", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin, "/admin/tokens");
  await tabTo(page, "Create API Token");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.keyboard.type("By hand");
  await tabTo(page, "Agent");
  await page.keyboard.press("Space");
  await tabTo(page, "Create");
  await page.keyboard.press("Enter");
  const dialog = openDialog(page);
  await expect(dialog).toBeVisible();
  await tabTo(page, "Show Token");
  await page.keyboard.press("Enter");
  await expect(dialog.locator("code").first()).toContainText("latch_");
  await tabTo(page, "curl");
  await page.keyboard.press("ArrowRight");
  await expect(dialog.getByRole("tab", { name: "curl with the Session cookie" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  await tabTo(page, "I have saved it");
  await page.keyboard.press("Enter");
  await expect(row(page, "By hand")).toContainText("Viewer, Agent");
  await expect(page.getByRole("link", { name: "By hand", exact: true })).toBeFocused();
});

test("the focus is never lost when moving in the list, cancelling and deleting", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin);
  for (const name of ["First", "Second", "Third"]) await createToken(page, name);
  await page.goto("/admin/tokens?sort=name");
  await untilHydrated(page);
  const remove = (name: string) => row(page, name).getByRole("button", { name: `Delete ${name}` });
  await row(page, "First").focus();
  await page.keyboard.press("ArrowDown");
  await expect(row(page, "Second")).toBeFocused();
  await tabTo(page, "Delete Second");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog").getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(remove("Second")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog").getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(row(page, "Second")).toHaveCount(0);
  await expect(remove("Third")).toBeFocused();
  await expect(page.getByText("“Second” deleted")).toBeVisible();
  await page.keyboard.press("ArrowUp");
  await expect(remove("First")).toBeFocused();
});
