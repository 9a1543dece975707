import { expectScopes, insertApi, insertTokens } from "./api-steps";
import { expect, signIn, test } from "./fixtures";
import { row } from "./token-steps";

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

test("an API is registered without scripts, and a refused form keeps what was typed", async ({ page, tenant }) => {
  await signIn(page, tenant.admin, "/admin/apis/new");
  await expect(page.getByRole("button", { name: "Add a scope" })).toBeHidden();
  await page.getByLabel("Identifier").fill("billing");
  await page.getByLabel("Name", { exact: true }).fill("Billing");
  await page.getByLabel("Scope 1", { exact: true }).fill("invoices:read");
  await page.getByText("Enter many, one per line").click();
  await page.getByLabel("One scope per line").fill("invoices:write Change invoices");
  await page.getByLabel("ES256").check();
  const register = page.getByRole("button", { name: "Register", exact: true });
  await register.click();
  await expect(page.getByText("Enter an absolute URI without a fragment")).toBeVisible();
  await expect(page.getByLabel("One scope per line")).toHaveValue("invoices:read\ninvoices:write Change invoices");
  await expect(page.getByLabel("ES256")).toBeChecked();
  await page.getByLabel("Identifier").fill("https://billing.acme.example");
  await register.click();
  await expect(page.getByRole("heading", { name: "Billing", level: 1 })).toBeVisible();
  await expectScopes(page, ["invoices:read", "invoices:write"]);
  await page.getByRole("link", { name: "Caddy", exact: true }).click();
  await expect(page.getByRole("region", { name: "Caddyfile code" })).toContainText("scope=invoices%3Aread");
});

test("the tokens of a subject are found and read without scripts", async ({ page, tenant, ownerUrl }) => {
  await insertApi(ownerUrl, tenant);
  await insertTokens(ownerUrl, tenant, "cus_1", ["First"]);
  await insertTokens(ownerUrl, tenant, "cus_2", ["Other"]);
  await signIn(page, tenant.admin, "/admin/tokens");
  await page.getByRole("textbox", { name: "Subject" }).fill("cus_1");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL("/admin/tokens?subject=cus_1");
  await expect(row(page, "Other")).toHaveCount(0);
  await row(page, "First").getByRole("link", { name: "First" }).click();
  await page.getByRole("link", { name: "cus_1" }).click();
  await expect(page.getByRole("heading", { name: "cus_1", level: 1 })).toBeVisible();
  await expect(row(page, "First")).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete all API tokens…" })).toBeHidden();
});
