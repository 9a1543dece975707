import { expect, signInByForm, test } from "./fixtures";
import { administratorPages, endSessions, memberPages, openUserMenu, trySignIn, visit } from "./people-steps";

const WRONG = "E-mail or password is wrong.";

test("a wrong password and an unknown e-mail show the same message, and the e-mail is kept", async ({
  page,
  tenant,
}) => {
  await page.goto("/login");
  for (const email of [tenant.admin.email, "nobody@example.com"]) {
    await trySignIn(page, email, "not the password");
    await expect(page.getByRole("alert").filter({ hasText: WRONG })).toBeVisible();
    await expect(page.getByLabel("E-mail")).toHaveValue(email);
    await expect(page.getByLabel("Password")).toBeFocused();
  }
});

test("a missing value is reported at its field", async ({ page }) => {
  await page.goto("/login");
  await trySignIn(page, "not an address", "");
  await expect(page.getByText("Enter an e-mail address such as ada@example.com.")).toBeVisible();
  await expect(page.getByText("Enter your password.")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toBeFocused();
});

test("a visitor is redirected to sign in and then to the requested page", async ({ page, tenant }) => {
  await page.goto("/admin/members?q=ada");
  await expect(page).toHaveURL(/\/login\?next=/);
  await trySignIn(page, tenant.admin.email, tenant.admin.password);
  await expect(page).toHaveURL("/admin/members?q=ada");
  await page.goto("/login?next=/account");
  await expect(page).toHaveURL("/account");
});

for (const next of ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/login"]) {
  test(`after signing in, ${next} is not gone to`, async ({ page, tenant }) => {
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    await trySignIn(page, tenant.admin.email, tenant.admin.password);
    await expect(page).toHaveURL("/");
  });
}

test("signing out ends the session, also if the cookie was copied", async ({ page, tenant, context }) => {
  await signInByForm(page, tenant.admin);
  const kept = await context.cookies();
  await openUserMenu(page, tenant.admin);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/login");
  await context.addCookies(kept);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/login/);
});

test("a dead cookie is cleared without a redirect loop", async ({ page, tenant, context, ownerUrl }) => {
  await signInByForm(page, tenant.admin);
  await endSessions(ownerUrl, tenant.admin);
  await page.goto("/admin/members");
  await expect(page).toHaveURL(/\/login\?/);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  expect((await context.cookies()).map(({ name }) => name)).not.toContain("latchkey.session");
  await trySignIn(page, tenant.admin.email, tenant.admin.password);
  await expect(page).toHaveURL("/admin/members");
});

test("a link that clears a dead cookie keeps a live one", async ({ page, tenant }) => {
  await signInByForm(page, tenant.admin);
  await page.goto("/login/clear?next=/account");
  await expect(page).toHaveURL("/account");
});

test("a forged cookie passes the middleware but opens no page", async ({ page, tenant, context, baseURL }) => {
  await context.addCookies([{ name: "latchkey.session", value: "forged", url: baseURL ?? "" }]);
  for (const path of [...administratorPages(tenant), ...memberPages(tenant)]) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    expect([path, answer.status(), answer.headers().location]).toEqual([path, 307, expect.stringMatching(/^\/login/)]);
    expect(await answer.text()).not.toContain(tenant.spaces[0].name);
    const flight = await page.request.get(path, { maxRedirects: 0, headers: { RSC: "1" } });
    expect(await flight.text()).not.toContain(tenant.spaces[0].name);
  }
});

test("scripts cannot read the session cookie, and pages are not cacheable", async ({ page, tenant, context }) => {
  await signInByForm(page, tenant.admin);
  const cookie = (await context.cookies()).find(({ name }) => name === "latchkey.session");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  const answer = await visit(page, "/account");
  expect(answer.headers()["cache-control"]).toContain("no-store");
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("users can sign in, read, and sign out", async ({ page, tenant }) => {
    await page.goto("/admin/members");
    await trySignIn(page, tenant.admin.email, "not the password");
    await expect(page.getByText(WRONG)).toBeVisible();
    await expect(page.getByLabel("E-mail")).toHaveValue(tenant.admin.email);
    await trySignIn(page, tenant.admin.email, tenant.admin.password);
    await expect(page).toHaveURL("/admin/members");
    await expect(page.getByRole("table", { name: "Members" })).toContainText(tenant.member.email);
    await openUserMenu(page, tenant.admin);
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL("/login");
  });
});
