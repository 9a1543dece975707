import { expectAccessible } from "./accessibility";
import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { callApi, createToken, readSecret, row, saveSecret } from "./token-steps";

// Long flows with several axe checks: a busy machine needs more than the default minute.
test.slow();

test.describe("the AirMDR document, step by step", () => {
  test("sign in, Go to Admin dashboard, create a token, copy it, call the API, delete it", async ({
    page,
    tenant,
    context,
    baseURL,
  }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await signIn(page, tenant.superAdmin);

    await page
      .getByRole("button", { name: tenant.superAdmin.name })
      .or(page.locator("summary", { hasText: tenant.superAdmin.name }))
      .first()
      .click();
    await page.getByText("Go to Admin dashboard").first().click();
    await page.getByRole("link", { name: "API Tokens" }).first().click();
    await expect(page.getByRole("heading", { name: "API Tokens", level: 1 })).toBeVisible();

    await page.getByRole("link", { name: "Create API Token" }).first().click();
    await page.getByLabel("Name", { exact: true }).fill("AirMDR App Integration");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Create", exact: true }).click();

    const dialog = openDialog(page);
    await expect(dialog.getByText("displayed only once")).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Copy", exact: true }).click();
    await expect(dialog.getByText("Copied").first()).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await readSecret(page));

    await dialog.getByRole("tab", { name: "curl with the Session cookie" }).click();
    await expect(dialog.getByRole("tabpanel")).toContainText(`${baseURL}/airmdrapi/organization`);
    await expect(dialog.getByRole("tabpanel")).toContainText(`Cookie: Session="${copied}"`);
    await saveSecret(page);

    const cookieCall = await page.request.get("/airmdrapi/organization", {
      headers: { cookie: `Session="${copied}"` },
    });
    expect(await cookieCall.json()).toMatchObject({ id: tenant.id, name: tenant.name });

    await expect(async () => {
      await page.reload();
      await expect(row(page, "AirMDR App Integration").getByText("just now").last()).toBeVisible({ timeout: 1_000 });
      await expect(row(page, "AirMDR App Integration")).not.toContainText("Never", { timeout: 1_000 });
    }).toPass();
    await row(page, "AirMDR App Integration").getByRole("button", { name: "Delete" }).click();
    const question = page.getByRole("alertdialog");
    await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
    await expect(question).toContainText("It was used");
    await expectAccessible(page);
    await question.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(question).toHaveCount(0);
    await expect(row(page, "AirMDR App Integration")).toHaveCount(0);
    expect((await callApi(page, copied)).status).toBe(401);
  });

  test("copied examples contain the token, and visible ones only after it is shown", async ({
    page,
    tenant,
    context,
  }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await signIn(page, tenant.superAdmin, "/admin/tokens/new");
    await page.getByLabel("Name", { exact: true }).fill("Masked");
    await page.getByRole("button", { name: "Create", exact: true }).click();
    const dialog = openDialog(page);
    await expect(dialog.getByText("API token is hidden")).toBeAttached();
    for (const label of ["curl", "curl with the Session cookie", "JavaScript", "Python"]) {
      await dialog.getByRole("tab", { name: label, exact: true }).click();
      expect(await dialog.innerHTML()).not.toMatch(/latch_[0-9A-Za-z]{38}/);
      await dialog.getByRole("button", { name: `Copy ${label}`, exact: true }).click();
      await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/latch_[0-9A-Za-z]{38}/);
      await page.evaluate(() => navigator.clipboard.writeText(""));
    }
  });
});

test.describe("the Mondoo document's four procedures", () => {
  test("a token for one space", async ({ page, tenant }) => {
    const [space] = tenant.spaces;
    await signIn(page, tenant.superAdmin);
    await page.goto(`/spaces/${space.id}`);
    await page.getByRole("link", { name: `Settings of ${space.name}` }).click();
    await page.getByRole("navigation", { name: "Space settings" }).getByRole("link", { name: "API Tokens" }).click();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Create API Token" }).first().click();
    await page.getByLabel("Name", { exact: true }).fill("Asset Builder");
    await page.getByRole("textbox", { name: "Description" }).fill("Lets our automation add assets to the space");
    await expect(page.getByText("Browse most information in the space, but change nothing.")).toBeVisible();
    await page.getByLabel("Editor", { exact: true }).check();
    await page.getByRole("button", { name: "Generate API Token" }).click();
    const secret = await readSecret(page);
    await saveSecret(page);
    await expect(row(page, "Asset Builder")).toContainText("Viewer, Editor");
    const answer = await callApi(page, secret);
    expect(answer).toMatchObject({ status: 200, body: { spaces: [{ id: space.id }] } });
    await page.goto(`/spaces/${tenant.spaces[1].id}/settings/tokens`);
    await expect(page.getByText("No API tokens yet")).toBeVisible();
  });

  test("a token for all spaces of an organization", async ({ page, tenant }) => {
    await signIn(page, tenant.superAdmin, "/admin/settings/tokens");
    await expect(page.getByRole("navigation", { name: "Organization settings" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Create API Token" }).first().click();
    await page.getByLabel("Name", { exact: true }).fill("Infra Builder");
    await page
      .getByRole("textbox", { name: "Description" })
      .fill("Lets our infrastructure management automation add spaces and assets to the org");
    await page.getByLabel("Viewer", { exact: true }).uncheck();
    await page.getByLabel("Owner", { exact: true }).check();
    await page.getByRole("button", { name: "Generate API Token" }).click();
    const secret = await readSecret(page);
    await saveSecret(page);
    await expect(row(page, "Infra Builder")).toContainText("All spaces");
    const { body } = await callApi(page, secret);
    expect((body as { spaces: unknown[] }).spaces).toHaveLength(2);
  });

  test("search for a token, select it, change its permissions", async ({ page, tenant }) => {
    await signIn(page, tenant.superAdmin);
    await createToken(page, "CI Scanner");
    await createToken(page, "Asset Builder");
    await page.goto("/admin/settings/tokens");
    await page.getByRole("searchbox").fill("scan");
    await expect(row(page, "Asset Builder")).toHaveCount(0);
    await expect(page).toHaveURL(/q=scan/);
    await page.getByRole("link", { name: "CI Scanner", exact: true }).click();
    await expect(page.getByText("Created by")).toBeVisible();
    await expectAccessible(page);

    await page.getByRole("button", { name: "Permissions", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Permissions", exact: true });
    const set = dialog.getByRole("button", { name: "Set permissions" });
    await expect(set).toBeDisabled();
    await expect(dialog).toContainText("Removing permissions can stop programs that use this token.");
    await dialog.getByLabel("Agent", { exact: true }).check();
    await expectAccessible(page);
    await dialog.getByLabel("Agent", { exact: true }).uncheck();
    await expect(set).toBeDisabled();
    await dialog.getByLabel("Agent", { exact: true }).check();
    await dialog.getByLabel("Viewer", { exact: true }).uncheck();
    await set.click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole("main")).toContainText("PermissionsAgent");
    await expect(page.getByRole("button", { name: "Permissions", exact: true })).toBeFocused();
  });

  test("select a token and delete it", async ({ page, tenant }) => {
    await signIn(page, tenant.superAdmin);
    const secret = await createToken(page, "Retired");
    await page.getByRole("link", { name: "Retired", exact: true }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete", exact: true }).click();
    await expect(page).toHaveURL(/\/admin\/tokens$/);
    await expect(row(page, "Retired")).toHaveCount(0);
    expect((await callApi(page, secret)).status).toBe(401);
    await page.getByLabel("Status").selectOption("Deleted");
    await expect(row(page, "Retired")).toContainText("Deleted");
    await expect(row(page, "Retired").getByRole("button")).toHaveCount(0);
  });
});
