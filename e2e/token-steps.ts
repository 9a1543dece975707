import { expect, type Page } from "@playwright/test";
import { openDialog } from "./dialogs";

/** Reads the new secret in its dialog, after "Show Token". */
export async function readSecret(page: Page): Promise<string> {
  const dialog = openDialog(page);
  await dialog.getByRole("button", { name: "Show Token" }).click();
  const text = await dialog.getByRole("group", { name: "API token" }).locator("code").textContent();
  expect(text).toMatch(/^latch_[0-9A-Za-z]{38}$/);
  return text ?? "";
}

/** Presses "I have saved it" and waits for the list. */
export async function saveSecret(page: Page): Promise<void> {
  await page.getByRole("button", { name: "I have saved it" }).click();
  await expect(openDialog(page)).toHaveCount(0);
}

/** Creates a token with the form of the admin dashboard, and returns its secret. Then the list is shown. */
export async function createToken(page: Page, name: string, permissions: readonly string[] = []): Promise<string> {
  await page.goto("/admin/tokens");
  await page.getByRole("link", { name: "Create API Token" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  for (const permission of permissions) await page.getByLabel(permission, { exact: true }).check();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const secret = await readSecret(page);
  await saveSecret(page);
  await expect(row(page, name)).toBeVisible();
  return secret;
}

/** The list's row of a token. */
export function row(page: Page, name: string) {
  return page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
}

/** The API's response to a token. */
export async function callApi(page: Page, secret: string): Promise<{ status: number; body: unknown }> {
  const response = await page.request.get("/api/v1/organization", {
    headers: { authorization: `Bearer ${secret}`, cookie: "" },
  });
  return { status: response.status(), body: await response.json() };
}
