import { expect, signInByForm, test } from "./fixtures";
import { administratorPages, memberPages, openUserMenu, pick, visit } from "./people-steps";

test("a Member sees no dashboard", async ({ page, tenant }) => {
  await signInByForm(page, tenant.member);
  const navigation = page.getByRole("navigation", { name: "Main" });
  await expect(navigation.getByRole("link", { name: tenant.spaces[0].name })).toBeVisible();
  await expect(navigation.getByRole("link", { name: "Members" })).toHaveCount(0);
  await openUserMenu(page, tenant.member);
  await expect(page.getByRole("link", { name: "My account" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Go to Admin dashboard" })).toHaveCount(0);
});

test("a Member can read a space but not change it", async ({ page, tenant }) => {
  const [space] = tenant.spaces;
  await signInByForm(page, tenant.member, `/spaces/${space.id}`);
  await expect(page.getByRole("heading", { name: space.name, level: 1 })).toBeVisible();
  await expect(page.getByText("API tokens")).toHaveCount(0);
  await expect(page.getByRole("link", { name: `Settings of ${space.name}` })).toHaveCount(0);
});

test("the dashboard's pages are 404 for a Member, by URL and by RSC request", async ({ page, tenant }) => {
  await signInByForm(page, tenant.member);
  for (const path of administratorPages(tenant)) {
    const answer = await page.request.get(path);
    expect([path, answer.status()]).toEqual([path, 404]);
    const flight = await page.request.get(path, { headers: { RSC: "1" } });
    const text = (await answer.text()) + (await flight.text());
    expect(text).toContain("There is nothing here");
    for (const secret of [tenant.admin.email, tenant.superAdmin.email]) expect(text).not.toContain(secret);
  }
  for (const path of memberPages(tenant)) expect([path, (await page.request.get(path)).status()]).toEqual([path, 200]);
  await page.goto("/admin/members");
  await expect(page.getByText("There is nothing here")).toBeVisible();
});

test("an administrator's server action is refused for a Member", async ({ page, tenant, browser, baseURL }) => {
  const context = await browser.newContext({ baseURL });
  const asAdmin = await context.newPage();
  await signInByForm(asAdmin, tenant.superAdmin, "/admin/members");
  const asked = asAdmin.waitForRequest((request) => request.method() === "POST");
  await pick(asAdmin, tenant.admin.name, "Sign out everywhere…");
  await asAdmin.getByRole("alertdialog").getByRole("button", { name: "Sign out everywhere", exact: true }).click();
  const request = await asked;
  const headers = await request.allHeaders();
  await expect(asAdmin.getByRole("alertdialog")).toBeHidden();
  await context.close();

  await signInByForm(page, tenant.member);
  const replayed = await page.request.post("/admin/members", {
    headers: {
      "next-action": headers["next-action"] ?? "",
      "content-type": headers["content-type"] ?? "",
      accept: "text/x-component",
      origin: baseURL ?? "",
    },
    data: request.postData() ?? "",
  });
  const answer = await replayed.text();
  expect(answer).toContain("insufficient_scope");
  expect(answer).not.toContain(tenant.admin.email);
});

test("a space of another organization looks like a missing one", async ({ page, tenant }) => {
  await signInByForm(page, tenant.member);
  const answer = await visit(page, "/spaces/nobody-has-this-one");
  expect(answer.status()).toBe(404);
  await expect(page.getByText("There is nothing here")).toBeVisible();
});
