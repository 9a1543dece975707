import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessibility";
import { openDialog } from "./dialogs";
import { expect, signInByForm, test } from "./fixtures";
import { join, pick, takeLink, trySignIn } from "./people-steps";
import { createTenant, type Person } from "./tenant";

const NEW_PASSWORD = "figures of the far moon";

/** Creates a reset link on the members page and returns it. */
async function resetLink(page: Page, person: Person): Promise<string> {
  await pick(page, person.name, "Reset password…");
  const dialog = openDialog(page);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Create reset link" }).click();
  return takeLink(page, "/reset#");
}

test("a member can choose a new password with an Admin's reset link, once", async ({
  page,
  tenant,
  browser,
  baseURL,
}) => {
  test.slow();
  await signInByForm(page, tenant.admin, "/admin/members");
  const link = await resetLink(page, tenant.member);

  const theirs = await (await browser.newContext({ baseURL })).newPage();
  await theirs.goto(link);
  await expect(theirs.getByLabel("E-mail")).toHaveValue(tenant.member.email);
  await expectAccessible(theirs);
  await theirs.getByLabel("New password").fill("short");
  await theirs.getByRole("button", { name: "Save password and sign in" }).click();
  await expect(theirs.getByText("Use at least 12 characters.")).toBeVisible();
  await expect(theirs.getByLabel("New password")).toBeFocused();
  await theirs.getByLabel("New password").fill(NEW_PASSWORD);
  await theirs.getByRole("button", { name: "Save password and sign in" }).click();
  await expect(theirs).toHaveURL("/");

  const again = await (await browser.newContext({ baseURL })).newPage();
  await again.goto(link);
  await expect(again.getByText("This link was used or replaced")).toBeVisible();
  await again.goto("/login");
  await trySignIn(again, tenant.member.email, tenant.member.password);
  await expect(again.getByText("E-mail or password is wrong.")).toBeVisible();
  for (const other of [theirs, again]) await other.context().close();
});

test("a reset link works without scripts, by pasting it", async ({ page, tenant, browser, baseURL }) => {
  await signInByForm(page, tenant.admin, "/admin/members");
  const link = await resetLink(page, tenant.member);
  const theirs = await (await browser.newContext({ baseURL, javaScriptEnabled: false })).newPage();
  await theirs.goto("/reset");
  await theirs.getByLabel("Reset link").fill(link);
  await theirs.getByRole("button", { name: "Continue" }).click();
  await theirs.getByLabel("New password").fill("short");
  await theirs.getByRole("button", { name: "Save password and sign in" }).click();
  await expect(theirs.getByText("Use at least 12 characters.")).toBeVisible();
  await theirs.getByLabel("New password").fill(NEW_PASSWORD);
  await theirs.getByRole("button", { name: "Save password and sign in" }).click();
  await expect(theirs).toHaveURL("/");
  await theirs.context().close();
});

test("for a member of another organization the page names the server command and creates no link", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await join(ownerUrl, tenant.member, await createTenant(ownerUrl), "member");
  await signInByForm(page, tenant.superAdmin, "/admin/members");
  await pick(page, tenant.member.name, "Reset password…");
  const dialog = openDialog(page);
  await dialog.getByRole("button", { name: "Create reset link" }).click();
  await expect(dialog.getByRole("alert")).toContainText(`npm run user:reset-password -- ${tenant.member.email}`);
  await expectAccessible(page);
});
