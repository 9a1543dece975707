import { expectAccessible } from "./accessibility";
import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { callApi, createToken, row } from "./token-steps";

// Long flows with several axe checks: a busy machine needs more than the default minute.
test.slow();

test("the second of two admins who set permissions sees the conflict and can replace the first", async ({
  page,
  browser,
  tenant,
}) => {
  await signIn(page, tenant.superAdmin);
  await createToken(page, "Shared");
  const other = await (await browser.newContext()).newPage();
  await signIn(other, tenant.admin, "/admin/tokens");
  for (const admin of [page, other]) await row(admin, "Shared").getByRole("button", { name: "Permissions" }).click();

  await openDialog(page).getByLabel("Agent", { exact: true }).check();
  await page.getByRole("button", { name: "Set permissions" }).click();
  await expect(row(page, "Shared")).toContainText("Viewer, Agent");

  const dialog = other.getByRole("dialog", { name: "Permissions", exact: true });
  await dialog.getByLabel("Editor", { exact: true }).check();
  await dialog.getByRole("button", { name: "Set permissions" }).click();
  await expect(dialog.getByRole("alert")).toContainText("It now has Viewer, Agent.");
  await expect(dialog.getByLabel("Editor", { exact: true })).toBeChecked();
  await expectAccessible(other);
  await dialog.getByRole("button", { name: "Set permissions" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row(other, "Shared")).toContainText("Viewer, Editor");
  await other.context().close();
});

test("the second of two admins who edit sees the first one's changes, and keeps the input", async ({
  page,
  browser,
  tenant,
}) => {
  await signIn(page, tenant.superAdmin);
  await createToken(page, "Draft");
  const other = await (await browser.newContext()).newPage();
  await signIn(other, tenant.admin, "/admin/tokens");
  for (const admin of [page, other]) await row(admin, "Draft").getByRole("button", { name: "Edit" }).click();

  await openDialog(page).getByLabel("Name", { exact: true }).fill("Ada’s name");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(row(page, "Ada’s name")).toBeVisible();

  const dialog = openDialog(other);
  await dialog.getByLabel("Name", { exact: true }).fill("Grace’s name");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("It is now called “Ada’s name”");
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveValue("Grace’s name");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row(other, "Grace’s name")).toBeVisible();
  await other.context().close();
});

test("changing a deleted token names the user who deleted it", async ({ page, browser, tenant }) => {
  await signIn(page, tenant.superAdmin);
  await createToken(page, "Gone");
  const other = await (await browser.newContext()).newPage();
  await signIn(other, tenant.admin, "/admin/tokens");
  await row(other, "Gone").getByRole("button", { name: "Edit" }).click();
  await row(page, "Gone").getByRole("button", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await openDialog(other).getByLabel("Name", { exact: true }).fill("Still here");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(openDialog(other).getByRole("alert")).toContainText("Ada Lovelace has already deleted this API token.");
  await other.context().close();
});

test("changed permissions take effect on the next request, and can be undone", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin);
  const secret = await createToken(page, "Undone");
  const tellsSpaces = async () => "description" in ((await callApi(page, secret)).body as object);
  const before = await tellsSpaces();
  await row(page, "Undone").getByRole("button", { name: "Permissions" }).click();
  await openDialog(page).getByLabel("Viewer", { exact: true }).uncheck();
  await openDialog(page).getByLabel("Agent", { exact: true }).check();
  await page.getByRole("button", { name: "Set permissions" }).click();
  await expect(row(page, "Undone")).toContainText("Agent");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(row(page, "Undone")).toContainText("Viewer");
  expect(await tellsSpaces()).toBe(before);
});

test("the permissions dialog names the child tokens before the change, and its effect on them afterwards", async ({
  page,
  tenant,
}) => {
  await signIn(page, tenant.superAdmin);
  const secret = await createToken(page, "Parent", ["Owner"]);
  for (const body of [
    { name: "Narrowed", permissions: ["viewer", "owner"] },
    { name: "Ended", permissions: ["owner"] },
  ]) {
    const made = await page.request.post("/api/v1/tokens", {
      headers: { authorization: `Bearer ${secret}`, cookie: "" },
      data: body,
    });
    expect(made.status()).toBe(201);
  }
  await row(page, "Parent").getByRole("button", { name: "Permissions" }).click();
  const dialog = openDialog(page);
  await expect(dialog.getByText("It has 2 child tokens")).toHaveCount(0);
  await dialog.getByLabel("Owner", { exact: true }).uncheck();
  await dialog.getByLabel("Editor", { exact: true }).check();
  await expect(dialog.getByText("It has 2 child tokens")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Set permissions" }).click();
  await expect(
    page.getByText("Permissions of “Parent” set. Child tokens: 1 API token narrowed, 1 API token deleted"),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: "Undo", exact: true })).toHaveCount(0);
  await expect(row(page, "Narrowed")).toContainText("Viewer");
  await expect(row(page, "Ended")).toHaveCount(0);
});

test("the edit dialog of a child token offers no expiration beyond its parent's", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin);
  const secret = await createToken(page, "Parent", ["Owner"]);
  const made = await page.request.post("/api/v1/tokens", {
    headers: { authorization: `Bearer ${secret}`, cookie: "" },
    data: { name: "Child", permissions: ["viewer"] },
  });
  expect(made.status()).toBe(201);
  await page.goto("/admin/tokens");
  await row(page, "Child").getByRole("button", { name: "Edit Child" }).click();
  const dialog = openDialog(page);
  await expect(dialog.getByText("It cannot outlive its parent")).toBeVisible();
  await expect(dialog.getByLabel("Expiration").getByRole("option", { name: "No expiration" })).toHaveCount(0);
  await dialog.getByLabel("Expiration").selectOption("30 days");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("“Child” saved")).toBeVisible();
});

test("errors are shown at their fields, the input is kept, and the first invalid field has the focus", async ({
  page,
  tenant,
}) => {
  await signIn(page, tenant.superAdmin);
  await createToken(page, "Taken");
  await page.getByRole("link", { name: "Create API Token" }).first().click();
  const name = page.getByLabel("Name", { exact: true });
  await page.getByRole("textbox", { name: "Description" }).fill("Kept");
  await page.getByLabel("Viewer", { exact: true }).uncheck();
  await page.getByLabel("Expiration").selectOption("On a date…");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(name).toBeFocused();
  for (const message of ["Enter a name.", "Choose at least one permission.", "Choose a date."])
    await expect(page.getByText(message)).toBeVisible();
  await expectAccessible(page);
  await name.fill("taken");
  await page.getByLabel("Viewer", { exact: true }).check();
  await page.getByLabel("Expiration").selectOption("30 days");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByText("Another API token here already has this name.")).toBeVisible();
  await expect(name).toBeFocused();
  await expect(page.getByRole("textbox", { name: "Description" })).toHaveValue("Kept");
});

test("an Admin sees which permission only a Super Admin can grant", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin);
  await createToken(page, "Owned", ["Owner"]);
  await page.context().clearCookies();
  await signIn(page, tenant.admin, "/admin/tokens/new");
  await expect(page.getByLabel("Owner", { exact: true })).toBeDisabled();
  await expect(page.getByText("Only a Super Admin can grant it.").first()).toBeVisible();
  await page.goto("/admin/tokens");
  await row(page, "Owned").getByRole("button", { name: "Permissions" }).click();
  await expect(openDialog(page)).toContainText("A Super Admin must do this");
});
