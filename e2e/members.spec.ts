import type { Browser, Page } from "@playwright/test";
import { expectAccessible } from "./accessibility";
import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { confirm, pick, takeLink, trySignIn, visit } from "./people-steps";
import type { Person } from "./tenant";

const NEW = { name: "Katherine Johnson", password: "figures of the far moon" };

/** The browser of another user. */
async function anotherBrowser(browser: Browser, baseURL: string | undefined, options = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL, ...options });
  return context.newPage();
}

async function invite(page: Page, email: string, role = "Member"): Promise<string> {
  await page.getByRole("button", { name: "Invite member" }).click();
  const dialog = openDialog(page);
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByRole("radio", { name: role, exact: true }).check();
  await dialog.getByRole("button", { name: "Create invitation link" }).click();
  return takeLink(page, "/invite#");
}

const rowOf = (page: Page, name: string) =>
  page.getByRole("table", { name: "Members" }).getByRole("row").filter({ hasText: name });

test("invite, accept, change the role, disable, enable, remove: each takes effect on the next request", async ({
  page,
  tenant,
  browser,
  baseURL,
}) => {
  test.slow();
  const person: Person = { ...NEW, email: `katherine-${tenant.code.toLowerCase()}@example.com` };
  await signIn(page, tenant.superAdmin, "/admin/members");
  const link = await invite(page, person.email);
  await expect(page.getByRole("table", { name: "Open invitations" })).toContainText(person.email);
  await page.reload();
  expect(await page.content()).not.toContain(link.split("#")[1]);

  const theirs = await anotherBrowser(browser, baseURL);
  await theirs.goto(link);
  await expect(theirs.getByRole("heading", { name: `Join ${tenant.name}` })).toBeVisible();
  await expectAccessible(theirs);
  await theirs.getByLabel("Your name").fill(person.name);
  await theirs.getByLabel("Password").fill("too short");
  await theirs.getByRole("button", { name: `Join ${tenant.name}` }).click();
  await expect(theirs.getByText("Use at least 12 characters.")).toBeVisible();
  await expect(theirs.getByLabel("Your name")).toHaveValue(person.name);
  await theirs.getByLabel("Password").fill(person.password);
  await theirs.getByRole("button", { name: `Join ${tenant.name}` }).click();
  await expect(theirs).toHaveURL("/");
  expect((await visit(theirs, "/admin/members")).status()).toBe(404);

  await page.reload();
  await expect(page.getByRole("table", { name: "Open invitations" })).toHaveCount(0);
  await pick(page, person.name, "Change role…");
  await openDialog(page).getByRole("radio", { name: "Admin", exact: true }).check();
  await openDialog(page).getByRole("button", { name: "Change role" }).click();
  await expect(rowOf(page, person.name)).toContainText("Admin");
  expect((await visit(theirs, "/admin/members")).status()).toBe(200);

  await pick(page, person.name, "Disable…");
  await expectAccessible(page);
  await confirm(page, "Disable");
  await expect(rowOf(page, person.name)).toContainText("Disabled");
  await theirs.goto("/");
  await expect(theirs).toHaveURL("/login?cleared=1");
  await trySignIn(theirs, person.email, person.password);
  await expect(theirs.getByText("E-mail or password is wrong.")).toBeVisible();

  await pick(page, person.name, "Enable");
  await expect(rowOf(page, person.name)).toContainText("Active");
  await trySignIn(theirs, person.email, person.password);
  await expect(theirs).toHaveURL("/");

  await pick(page, person.name, "Remove…");
  await confirm(page, "Remove");
  await expect(rowOf(page, person.name)).toHaveCount(0);
  await theirs.goto("/");
  await expect(theirs).toHaveURL(/\/login/);
  await theirs.context().close();
});

test("an invitation works once, and a revoked one never", async ({ page, tenant, browser, baseURL }) => {
  await signIn(page, tenant.admin, "/admin/members");
  const email = `hedy-${tenant.code.toLowerCase()}@example.com`;
  const link = await invite(page, email);
  await page.getByRole("button", { name: `Revoke the invitation for ${email}` }).click();
  await confirm(page, "Revoke");
  const theirs = await anotherBrowser(browser, baseURL);
  await theirs.goto(link);
  await expect(theirs.getByText("This invitation was used or withdrawn")).toBeVisible();
  await expectAccessible(theirs);
  await theirs.context().close();
});

test("an invitation can be accepted without scripts, by pasting its link", async ({
  page,
  tenant,
  browser,
  baseURL,
}) => {
  await signIn(page, tenant.admin, "/admin/members");
  const link = await invite(page, `emmy-${tenant.code.toLowerCase()}@example.com`);
  const theirs = await anotherBrowser(browser, baseURL, { javaScriptEnabled: false });
  await theirs.goto("/invite");
  await theirs.getByLabel("Invitation link").fill(link);
  await theirs.getByRole("button", { name: "Continue" }).click();
  await theirs.getByLabel("Your name").fill("Emmy Noether");
  await theirs.getByLabel("Password").fill("short");
  await theirs.getByRole("button", { name: `Join ${tenant.name}` }).click();
  await expect(theirs.getByText("Use at least 12 characters.")).toBeVisible();
  await theirs.getByLabel("Password").fill("rings and their ideals");
  await theirs.getByRole("button", { name: `Join ${tenant.name}` }).click();
  await expect(theirs).toHaveURL("/");
  await theirs.context().close();
});

test("signing a member out everywhere ends their sessions, and they can sign in again", async ({
  page,
  tenant,
  browser,
  baseURL,
}) => {
  const theirs = await anotherBrowser(browser, baseURL);
  await signIn(theirs, tenant.member);
  await signIn(page, tenant.admin, "/admin/members");
  await pick(page, tenant.member.name, "Sign out everywhere…");
  await confirm(page, "Sign out everywhere");
  await theirs.goto("/account");
  await expect(theirs).toHaveURL(/\/login/);
  await trySignIn(theirs, tenant.member.email, tenant.member.password);
  await expect(theirs).toHaveURL("/account");
  await theirs.context().close();
});

test("an Admin can neither manage nor appoint Super Admins", async ({ page, tenant }) => {
  await signIn(page, tenant.admin, "/admin/members");
  await expect(rowOf(page, tenant.superAdmin.name)).toBeVisible();
  await expect(page.getByRole("button", { name: `Actions for ${tenant.superAdmin.name}` })).toHaveCount(0);
  await pick(page, tenant.member.name, "Change role…");
  await expect(openDialog(page).getByRole("radio", { name: "Super Admin" })).toBeDisabled();
});

test("the last Super Admin cannot step down", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin, "/admin/members");
  await pick(page, tenant.superAdmin.name, "Change role…");
  const dialog = openDialog(page);
  await dialog.getByRole("radio", { name: "Member", exact: true }).check();
  await dialog.getByRole("button", { name: "Change role" }).click();
  await expect(dialog.getByText("An organization needs a Super Admin.")).toBeVisible();
});

test("members are searched on the server, and the search is in the URL", async ({ page, tenant }) => {
  await signIn(page, tenant.admin, "/admin/members");
  await page.getByRole("searchbox", { name: "Search for names, e-mail addresses" }).fill("joan");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/admin/members?q=joan");
  await expect(page.getByRole("table", { name: "Members" }).getByRole("row")).toHaveCount(2);
  await page.goto("/admin/members?q=nobody-is-called-that");
  await expect(page.getByText("No members found")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Clear filter" }).click();
  await expect(page).toHaveURL("/admin/members");
});
