import { expect, signIn, test } from "./fixtures";

test.use({ javaScriptEnabled: false });

test("every list can be read, searched and filtered without scripts", async ({ page, tenant }) => {
  const [space] = tenant.spaces;
  await signIn(page, tenant.superAdmin);
  await expect(page.getByRole("link", { name: space.name }).last()).toBeVisible();
  for (const [path, text] of [
    ["policies", "No policies yet"],
    ["querypacks", "No query packs yet"],
    ["assets", "No assets yet"],
    ["reports", "No reports yet"],
  ] as const) {
    await page.goto(`/spaces/${space.id}/${path}`);
    await expect(page.getByRole("heading", { name: text })).toBeVisible();
  }

  await page.goto("/admin/members");
  await page.getByRole("searchbox").fill("joan");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL("/admin/members?q=joan");
  await expect(page.getByText("1 member", { exact: true })).toBeVisible();

  await page.goto("/admin/audit");
  await page.getByLabel("About").selectOption({ label: "Spaces" });
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText("Nothing matches about Spaces.")).toBeVisible();
});
