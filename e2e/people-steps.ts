import { expect, type Page, type Response } from "@playwright/test";
import { withDatabase, type Person, type Tenant } from "./tenant";

/** The pages of the admin dashboard, and a space's settings, which are an administrator's too. */
export function administratorPages(tenant: Tenant): string[] {
  const [space] = tenant.spaces;
  return [
    "/admin",
    "/admin/tokens",
    "/admin/tokens/new",
    "/admin/spaces",
    "/admin/members",
    "/admin/audit",
    "/admin/settings",
    "/admin/settings/tokens",
    `/spaces/${space.id}/settings`,
    `/spaces/${space.id}/settings/tokens`,
  ];
}

/** The pages that every member sees. */
export function memberPages(tenant: Tenant): string[] {
  const space = `/spaces/${tenant.spaces[0].id}`;
  return ["/", "/account", space, `${space}/policies`, `${space}/querypacks`, `${space}/assets`, `${space}/reports`];
}

/** Goes to a page and gives its answer. */
export async function visit(page: Page, path: string): Promise<Response> {
  const response = await page.goto(path);
  if (!response) throw new Error(`${path} gave no answer`);
  return response;
}

/** Fills the sign-in form and submits it, whatever comes of it. */
export async function trySignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Opens the menu behind the avatar at the foot of the navigation. */
export async function openUserMenu(page: Page, { name }: Person): Promise<void> {
  await page.getByRole("button", { name: `User menu: ${name}` }).click();
}

/** Picks an item of a row's menu. */
export async function pick(page: Page, of: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${of}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** Answers the question that is open. */
export async function confirm(page: Page, label: string): Promise<void> {
  const question = page.getByRole("alertdialog");
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await question.getByRole("button", { name: label, exact: true }).click();
  await expect(question).toBeHidden();
}

/** Ends all sessions of a person in the database, as an administrator elsewhere would. */
export async function endSessions(ownerUrl: string, { email }: Person): Promise<void> {
  await withDatabase(ownerUrl, (client) =>
    client.query(
      `UPDATE "Session" SET "revokedAt" = now() WHERE "userId" = (SELECT "id" FROM "User" WHERE "email" = $1)`,
      [email],
    ),
  );
}

/** Makes a person of one tenant a member of another. */
export async function join(
  ownerUrl: string,
  { email }: Person,
  tenant: Tenant,
  role: "admin" | "member",
): Promise<void> {
  await withDatabase(ownerUrl, (client) =>
    client.query(
      `INSERT INTO "Membership"("organizationId", "userId", "role") SELECT $1, "id", $3::"Role" FROM "User" WHERE "email" = $2`,
      [tenant.id, email, role],
    ),
  );
}
