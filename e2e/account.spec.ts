import { expectAccessible } from "./accessibility";
import { expect, signInByForm, test } from "./fixtures";
import { confirm, trySignIn } from "./people-steps";

const NEXT = "a longer way to the moon";

test("a new name is shown in the frame at once", async ({ page, tenant }) => {
  await signInByForm(page, tenant.member, "/account");
  await page.getByRole("textbox", { name: "Name" }).fill("  ");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("Enter your name.")).toBeVisible();
  await page.getByRole("textbox", { name: "Name" }).fill("Joan Elisabeth Clarke");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("button", { name: "User menu: Joan Elisabeth Clarke" })).toBeVisible();
});

test("changing the password requires the current one and ends every other session", async ({
  page,
  tenant,
  browser,
  baseURL,
}) => {
  const elsewhere = await (await browser.newContext({ baseURL })).newPage();
  await signInByForm(elsewhere, tenant.member);
  await signInByForm(page, tenant.member, "/account");
  await page.getByLabel("Current password").fill("not this one");
  await page.getByLabel("New password").fill(NEXT);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  await expect(page.getByLabel("Current password")).toBeFocused();
  await expectAccessible(page);

  await page.getByLabel("Current password").fill(tenant.member.password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Changed your password, and signed you out in 1 other place")).toBeVisible();
  await expect(page.getByLabel("Current password")).toHaveValue("");
  await page.reload();
  await expect(page).toHaveURL("/account");
  await elsewhere.goto("/account");
  await expect(elsewhere).toHaveURL(/\/login/);
  await trySignIn(elsewhere, tenant.member.email, NEXT);
  await expect(elsewhere).toHaveURL("/account");
  await elsewhere.context().close();
});

test("the account page lists sessions and can end one or all", async ({ page, tenant, browser, baseURL }) => {
  const elsewhere = await (await browser.newContext({ baseURL })).newPage();
  await signInByForm(elsewhere, tenant.member);
  await signInByForm(page, tenant.member, "/account");
  const sessions = page.getByRole("table", { name: "Sessions" });
  await expect(sessions.getByRole("row")).toHaveCount(3);
  await expect(sessions.getByText("This one")).toHaveCount(1);
  await sessions.getByRole("button", { name: /^Sign out/ }).click();
  await expect(sessions.getByRole("row")).toHaveCount(2);
  await elsewhere.goto("/account");
  await expect(elsewhere).toHaveURL(/\/login/);

  await page.getByRole("button", { name: "Sign out everywhere…" }).click();
  await confirm(page, "Sign out everywhere");
  await expect(page).toHaveURL(/\/login/);
  await elsewhere.context().close();
});
