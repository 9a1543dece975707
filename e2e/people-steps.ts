import { expect, type Page, type Response } from "@playwright/test";
import { expectAccessible } from "./accessibility";
import { openDialog } from "./dialogs";
import { withDatabase, type Person, type Tenant } from "./tenant";

/** The pages of the admin dashboard and of a space's settings, for administrators only. */
export function administratorPages(tenant: Tenant): string[] {
  const [space] = tenant.spaces;
  return [
    "/admin",
    "/admin/tokens",
    "/admin/tokens/new",
    "/admin/apis",
    "/admin/apis/new",
    "/admin/spaces",
    "/admin/members",
    "/admin/audit",
    "/admin/usage",
    "/admin/denials",
    "/admin/advice",
    "/admin/settings",
    "/admin/settings/tokens",
    `/spaces/${space.id}/settings`,
    `/spaces/${space.id}/settings/tokens`,
  ];
}

/** The pages for every member. */
export function memberPages(tenant: Tenant): string[] {
  const space = `/spaces/${tenant.spaces[0].id}`;
  const lists = [`${space}/policies`, `${space}/querypacks`, `${space}/assets`, `${space}/reports`];
  return ["/", "/account", space, ...lists, ...scannedPages(tenant)];
}

/** The pages of a policy, a query pack and an asset. */
export function scannedPages({ spaces: [, { id }], scanned }: Tenant): string[] {
  const { policyId, querypackId, assetId } = scanned;
  return [
    `/spaces/${id}/policies/${policyId}`,
    `/spaces/${id}/querypacks/${querypackId}`,
    `/spaces/${id}/assets/${assetId}`,
  ];
}

/** Opens a page and returns its response. */
export async function visit(page: Page, path: string): Promise<Response> {
  const response = await page.goto(path);
  if (!response) throw new Error(`${path} had no response`);
  return response;
}

/** Fills and submits the sign-in form, without checking the result. */
export async function trySignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Opens the user menu at the bottom of the navigation. */
export async function openUserMenu(page: Page, { name }: Person): Promise<void> {
  await page.getByRole("button", { name: `User menu: ${name}` }).click();
}

/** Chooses an item of a row's menu. */
export async function pick(page: Page, of: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${of}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** Confirms the open dialog. */
export async function confirm(page: Page, label: string): Promise<void> {
  const question = page.getByRole("alertdialog");
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await question.getByRole("button", { name: label, exact: true }).click();
  await expect(question).toBeHidden();
}

/** Ends all sessions of a user in the database. */
export async function endSessions(ownerUrl: string, { email }: Person): Promise<void> {
  await withDatabase(ownerUrl, (client) =>
    client.query(
      `UPDATE "Session" SET "revokedAt" = now() WHERE "userId" = (SELECT "id" FROM "User" WHERE "email" = $1)`,
      [email],
    ),
  );
}

/** Makes a user of one tenant a member of another. */
export async function join(
  ownerUrl: string,
  { email }: Person,
  tenant: Tenant,
  role: "admin" | "member",
): Promise<void> {
  await withDatabase(ownerUrl, (client) =>
    client.query(
      `INSERT INTO "Membership"("organizationId", "userId", "role") SELECT $1, "id", $3::"Role" FROM "User"
        WHERE "email" = $2`,
      [tenant.id, email, role],
    ),
  );
}

/** The one-time link that the open dialog shows on request. Closes the dialog. */
export async function takeLink(page: Page, path: "/invite#" | "/reset#"): Promise<string> {
  const dialog = openDialog(page);
  await expect(dialog.getByText("Copy the link now")).toBeVisible();
  expect(await page.content()).not.toContain(path);
  await dialog.getByRole("button", { name: "Show link" }).click();
  const link = await dialog.getByText(path).innerText();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "I have sent it" }).click();
  await expect(dialog).toBeHidden();
  return link;
}
