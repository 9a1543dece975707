import { expectAccessible, expectAccessibleInBothThemes } from "./accessibility";
import { BILLING, createReader, expectGrants, expectScopes, fillScope, insertApi, insertApis } from "./api-steps";
import { loseAnswer, onNextForm } from "./answers";
import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { pick, visit } from "./people-steps";
import { createTenant } from "./tenant";
import { createToken, row, saveSecret } from "./token-steps";
import { WIDTHS } from "./viewports";

test("register an API with scopes, find it, edit it and delete it", async ({ page, tenant }) => {
  await signIn(page, tenant.admin, "/admin/apis");
  await expect(page.getByRole("heading", { name: "No APIs yet" })).toBeVisible();
  await page.getByRole("link", { name: "Register API" }).first().click();
  await expect(page.getByRole("heading", { name: "Register API", level: 1 })).toBeVisible();
  await page.getByLabel("Identifier").fill(BILLING);
  await page.getByLabel("Name", { exact: true }).fill("Billing");
  await fillScope(page, 1, "invoices:read", "Read invoices");
  await page.getByRole("button", { name: "Add a scope" }).click();
  await expect(page.getByLabel("Scope 2", { exact: true })).toBeFocused();
  await fillScope(page, 2, "left over");
  await page.getByRole("button", { name: "Remove row 2" }).click();
  await page.getByText("Enter many, one per line").click();
  await page.getByLabel("One scope per line").fill("invoices:write Change invoices\nrefunds");
  await page.getByLabel("RS256").check();
  await page.getByLabel("Maximum lifetime, in days").fill("90");
  await page.getByRole("button", { name: "Register", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Billing", level: 1 })).toBeVisible();
  await expectScopes(page, ["invoices:read", "invoices:write", "refunds"]);
  await expect(page.getByText("90 days")).toBeVisible();

  await page.getByRole("button", { name: "Edit" }).click();
  await openDialog(page).getByLabel("Name").fill("Invoices");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Invoices", level: 1 })).toBeVisible();

  await page.goto("/admin/apis?q=billing.acme");
  await expect(page.getByRole("row").filter({ hasText: "Invoices" })).toContainText(`${BILLING}3RS256`);
  await page.goto("/admin/apis?q=nothing-like-it");
  await expect(page.getByRole("heading", { name: "No APIs found" })).toBeVisible();
  await page.getByRole("link", { name: "Clear filter" }).click();
  await page.getByRole("link", { name: "Invoices" }).click();

  await page.getByRole("button", { name: "Delete API…" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await question.getByLabel("Type Invoices to confirm").fill("Invoices");
  await question.getByRole("button", { name: "Delete API" }).click();
  await expect(page).toHaveURL("/admin/apis");
  await expect(page.getByRole("heading", { name: "No APIs yet" })).toBeVisible();
});

test("scopes are added, described and removed, and removing one asks", async ({ page, tenant, ownerUrl }) => {
  const path = await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.admin, path);
  await page.getByRole("button", { name: "Add scopes" }).click();
  const dialog = openDialog(page);
  await fillScope(page, 1, "invoices:read");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByText("Name each scope once.")).toBeVisible();
  await expectAccessible(page);
  await fillScope(page, 1, "refunds", "Pay money back");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expectScopes(page, ["invoices:read", "invoices:write", "refunds"]);

  await pick(page, "invoices:read", "Edit description…");
  await openDialog(page).getByLabel("Description").fill("Read invoices");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row").filter({ hasText: "invoices:read" })).toContainText("Read invoices");

  await pick(page, "invoices:write", "Remove…");
  const question = page.getByRole("alertdialog");
  await expect(question.getByText("lose it on their next request")).toBeVisible();
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await expectAccessible(page);
  await question.getByRole("button", { name: "Remove scope" }).click();
  await expect(question).toHaveCount(0);
  await expectScopes(page, ["invoices:read", "refunds"]);
  await page.goto(`${path}?q=REFUND`);
  await expectScopes(page, ["refunds"]);
});

test("the second of two edits of an API sees the first, and decides again", async ({
  page,
  tenant,
  ownerUrl,
  context,
}) => {
  const path = await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.admin, path);
  const second = await context.newPage();
  await second.goto(path);
  await second.getByRole("button", { name: "Add scopes" }).click();
  await fillScope(second, 1, "refunds");
  await pick(page, "invoices:write", "Remove…");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove scope" }).click();
  await expectScopes(page, ["invoices:read"]);
  const add = second.getByRole("button", { name: "Add", exact: true });
  await add.click();
  await expect(second.getByText("This API was changed after you opened it")).toBeVisible();
  await add.click();
  await expect(openDialog(second)).toHaveCount(0);
  await expectScopes(second, ["invoices:read", "refunds"]);
});

test("errors of an API are shown at their fields, and what was typed is kept", async ({ page, tenant, ownerUrl }) => {
  await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.admin, "/admin/apis/new");
  const register = page.getByRole("button", { name: "Register", exact: true });
  await register.click();
  await expect(page.getByLabel("Identifier")).toBeFocused();
  for (const message of ["Enter an identifier.", "Enter a name."]) await expect(page.getByText(message)).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Billing");
  await fillScope(page, 1, "not a scope");
  await page.getByLabel("Identifier").fill("billing");
  await register.click();
  await expect(page.getByLabel("Scope 1", { exact: true })).toBeFocused();
  await expect(page.getByText("without spaces, double quotes")).toBeVisible();
  await fillScope(page, 1, "a");
  await register.click();
  await expect(page.getByText("Enter an absolute URI without a fragment")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Identifier").fill(BILLING);
  await page.getByLabel("Default lifetime, in days").fill("9999");
  await register.click();
  await expect(page.getByText("Enter a whole number from 1 to 3,650")).toBeVisible();
  await page.getByLabel("Default lifetime, in days").fill("30");
  await register.click();
  await expect(page.getByText("An API with this identifier exists already.")).toBeVisible();
  await expect(page.getByLabel("Identifier")).toBeFocused();
  await expect(page.getByLabel("Scope 1", { exact: true })).toHaveValue("a");
});

test("an API whose registration was not answered is registered once", async ({ page, tenant }) => {
  await signIn(page, tenant.admin, "/admin/apis/new");
  await page.getByLabel("Identifier").fill(BILLING);
  await page.getByLabel("Name", { exact: true }).fill("Billing");
  await onNextForm(page, loseAnswer);
  const register = page.getByRole("button", { name: "Register", exact: true });
  await register.click();
  await expect(page.getByText("the API may have been registered")).toBeVisible();
  await register.click();
  await expect(page.getByRole("heading", { name: "Billing", level: 1 })).toBeVisible();
});

test("scopes whose change was not answered are set once, and nobody else is blamed", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await signIn(page, tenant.admin, await insertApi(ownerUrl, tenant));
  await pick(page, "invoices:write", "Remove…");
  await onNextForm(page, loseAnswer);
  const remove = page.getByRole("button", { name: "Remove scope" });
  await remove.click();
  await expect(page.getByRole("alertdialog").getByRole("alert")).toContainText("may or may not have been done");
  await remove.click();
  await expect(page.getByText("Removed “invoices:write”")).toBeVisible();
  await expectScopes(page, ["invoices:read"]);
});

test("a token is created with scopes that were chosen by prefix", async ({ page, tenant, ownerUrl }) => {
  await insertApi(ownerUrl, tenant, { scopes: ["customers:read", "invoices:read", "invoices:write"] });
  await signIn(page, tenant.admin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Invoices");
  await page.getByLabel("Viewer", { exact: true }).uncheck();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByText("Choose at least one permission.")).toBeVisible();
  await page.getByText("0 of 3 chosen").click();
  await page.getByRole("searchbox", { name: "Search scopes of Billing" }).fill("invoices:*");
  await expect(page.getByLabel("customers:read")).toHaveCount(0);
  await page.getByRole("button", { name: "Choose the 2 found" }).click();
  await expect(page.getByText("2 of 3 chosen")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await saveSecret(page);
  await row(page, "Invoices").getByRole("link", { name: "Invoices" }).click();
  await expectGrants(page, ["invoices:read", "invoices:write"]);
});

test("a token with scopes has no permission in Latchkey itself unless one is chosen", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.admin, "/admin/tokens/new");
  const viewer = page.getByLabel("Viewer", { exact: true });
  await expect(viewer).toBeChecked();
  await page.getByText("0 of 2 chosen").click();
  await page.getByLabel("invoices:read").check();
  await expect(viewer).not.toBeChecked();
  await page.getByLabel("invoices:read").uncheck();
  await expect(viewer).toBeChecked();
  await viewer.uncheck();
  await viewer.check();
  await page.getByLabel("invoices:read").check();
  await expect(viewer).toBeChecked();
});

test("the scopes of a token are changed on its page, with its last use, and can be put back", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  const tokenPage = await createReader(page, tenant, ownerUrl);
  await page.getByRole("button", { name: "Scopes", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Scopes", exact: true });
  const set = dialog.getByRole("button", { name: "Set scopes" });
  await expect(set).toBeDisabled();
  await dialog.getByLabel("invoices:read").uncheck();
  await expect(dialog.getByText("It loses 1 scope")).toBeVisible();
  await expect(dialog.getByText(/It was used .* from 192\.0\.2\.7/)).toBeVisible();
  await expectAccessible(page);
  await set.click();
  await expect(dialog.getByText("Choose at least one scope.")).toBeVisible();
  await dialog.getByLabel("invoices:write").check();
  await onNextForm(page, loseAnswer);
  await set.click();
  await expect(dialog.getByText("this may have been done already")).toBeVisible();
  await set.click();
  await expect(dialog).toHaveCount(0);
  await expectGrants(page, ["invoices:write"]);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expectGrants(page, ["invoices:read"]);
  await expect(page).toHaveURL(tokenPage);
});

test("the second of two admins who set scopes sees the first, keeps the choice and decides again", async ({
  page,
  tenant,
  ownerUrl,
  context,
}) => {
  const tokenPage = await createReader(page, tenant, ownerUrl);
  const second = await context.newPage();
  await second.goto(tokenPage);
  for (const admin of [page, second]) await admin.getByRole("button", { name: "Scopes", exact: true }).click();
  await page.getByLabel("invoices:write").check();
  await page.getByRole("button", { name: "Set scopes" }).click();
  await expectGrants(page, ["invoices:read", "invoices:write"]);
  await second.getByLabel("refunds").check();
  await second.getByRole("button", { name: "Set scopes" }).click();
  const dialog = second.getByRole("dialog", { name: "Scopes", exact: true });
  await expect(dialog.getByRole("alert")).toContainText("It now has the scopes invoices:read, invoices:write.");
  await expect(dialog.getByLabel("refunds")).toBeChecked();
  await expect(dialog.getByText("It loses 1 scope")).toBeVisible();
  await dialog.getByRole("button", { name: "Set scopes" }).click();
  await expectGrants(second, ["invoices:read", "refunds"]);
});

test("the scopes of a token are on its page, and the list is filtered by API", async ({ page, tenant, ownerUrl }) => {
  const path = await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.admin);
  const secret = await createToken(page, "Maker", ["Editor"]);
  const made = await page.request.post("/api/v1/tokens", {
    headers: { authorization: `Bearer ${secret}`, cookie: "" },
    data: { name: "Invoice reader", permissions: [], grants: [{ api: BILLING, scopes: ["invoices:read"] }] },
  });
  expect(made.status()).toBe(201);
  await page.goto("/admin/tokens");
  await expect(row(page, "Invoice reader")).toContainText("1 API scope");
  await page.getByLabel("API", { exact: true }).selectOption("Billing");
  await expect(row(page, "Maker")).toHaveCount(0);
  await row(page, "Invoice reader").getByRole("link", { name: "Invoice reader" }).click();
  await expect(page.getByRole("definition").filter({ hasText: BILLING })).toContainText("invoices:read");
  await expectAccessible(page);
  await page.goto(path);
  await page.getByRole("link", { name: "1 live with scopes of this API" }).click();
  await expect(row(page, "Invoice reader")).toBeVisible();
  await expect(row(page, "Maker")).toHaveCount(0);
});

test("an API's page counts the live tokens of each scope, and links to them", async ({ page, tenant, ownerUrl }) => {
  await createReader(page, tenant, ownerUrl);
  await page.goto("/admin/apis");
  await page.getByRole("link", { name: "Billing" }).click();
  const read = page.getByRole("row").filter({ hasText: "invoices:read" });
  await expect(page.getByRole("row").filter({ hasText: "refunds" })).toContainText("None");
  await read.getByRole("link", { name: "1 with invoices:read" }).click();
  await expect(row(page, "Reader")).toBeVisible();
  await expect(page).toHaveURL(
    `/admin/tokens?${new URLSearchParams({ api: BILLING, scope: "invoices:read" }).toString()}`,
  );
  await expectAccessible(page);
  await page.getByLabel("Status").selectOption("Expired");
  await expect(page.getByText("Nothing matches API Billing, scope invoices:read, status Expired.")).toBeVisible();
  await page.getByRole("link", { name: /^Only with invoices:read/ }).click();
  await expect(page).toHaveURL(`/admin/tokens?${new URLSearchParams({ api: BILLING, status: "expired" }).toString()}`);
});

test("removing a scope and deleting an API name the tokens that lose it, with their last use", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await createReader(page, tenant, ownerUrl);
  await page.goto("/admin/apis");
  await page.getByRole("link", { name: "Billing" }).click();
  const question = page.getByRole("alertdialog");
  await pick(page, "refunds", "Remove…");
  await expect(question.getByText("No live API token has it.")).toBeVisible();
  await question.getByRole("button", { name: "Cancel" }).click();
  for (const { open, text } of [
    { open: () => pick(page, "invoices:read", "Remove…"), text: "1 live API token loses it" },
    {
      open: () => page.getByRole("button", { name: "Delete API…" }).click(),
      text: "1 live API token loses its scopes",
    },
  ]) {
    await open();
    await expect(question.getByText(text, { exact: true })).toBeVisible();
    await expect(question.getByText("1 was used in the last 7 days.")).toBeVisible();
    await expect(question.getByRole("listitem")).toHaveText(/^Reader, used .* from 192\.0\.2\.7$/);
    await expectAccessible(page);
    await question.getByRole("button", { name: "Cancel" }).click();
    await expect(question).toHaveCount(0);
  }
});

test("who loses a scope may be unknown, and then the question says so", async ({ page, tenant, ownerUrl }) => {
  await signIn(page, tenant.admin, await insertApi(ownerUrl, tenant));
  await onNextForm(page, loseAnswer, /"scope"/);
  await pick(page, "invoices:read", "Remove…");
  const question = page.getByRole("alertdialog");
  await expect(question.getByText("The API tokens that lose something could not be found")).toBeVisible();
  await expectAccessible(page);
  await question.getByRole("button", { name: "Remove scope" }).click();
  await expectScopes(page, ["invoices:write"]);
});

test("with more APIs than a form shows, it says so, and a search finds the others", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await insertApis(ownerUrl, tenant, 120);
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Far");
  await page.getByLabel("Viewer", { exact: true }).uncheck();
  const scopes = page.getByRole("group", { name: "API scopes" });
  await expect(scopes.getByText("50 of 120 APIs are shown.")).toBeVisible();
  await expect(scopes.getByText("API 119")).toHaveCount(0);
  const search = scopes.getByRole("searchbox", { name: "Search APIs" });
  await search.fill("api 119");
  await expect(scopes.getByText("1 API found.")).toBeVisible();
  await scopes.getByText("API 119").click();
  await scopes.getByLabel("read", { exact: true }).check();
  await search.fill("nothing-like-it");
  await expect(scopes.getByText("No API with scopes matches “nothing-like-it”.")).toBeVisible();
  await expect(scopes.getByText("1 of 1 chosen")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await saveSecret(page);
  await page.getByRole("combobox", { name: "API", exact: true }).fill("urn:acme:119");
  await expect(page).toHaveURL("/admin/tokens?api=urn%3Aacme%3A119");
  await expect(row(page, "Far")).toBeVisible();
  await expectAccessible(page);
  await row(page, "Far").getByRole("link", { name: "Far" }).click();
  await page.getByRole("button", { name: "Scopes", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Scopes", exact: true });
  await expect(dialog.getByText("50 of 120 APIs are shown.")).toBeVisible();
  await expect(dialog.getByText("1 of 1 chosen")).toBeVisible();
});

test("an API is 404 for a Member and in another organization", async ({ page, tenant, ownerUrl }) => {
  const path = await insertApi(ownerUrl, tenant);
  const foreign = await insertApi(ownerUrl, await createTenant(ownerUrl));
  await signIn(page, tenant.member);
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "APIs" })).toHaveCount(0);
  expect((await visit(page, path)).status()).toBe(404);
  await page.context().clearCookies();
  await signIn(page, tenant.admin);
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "APIs" })).toBeVisible();
  expect((await visit(page, path)).status()).toBe(200);
  for (const missing of [foreign, "/admin/apis/nothing"]) expect((await visit(page, missing)).status()).toBe(404);
});

test("axe finds nothing on the page of an API in both themes, wide and on a phone", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  test.slow();
  const name = "Billing of the whole Acme group and its 42 subsidiaries since 1998";
  const scopes = Array.from({ length: 40 }, (_, i) => `invoices:${"x".repeat(40)}:${i}`);
  const path = await insertApi(ownerUrl, tenant, { name, scopes });
  await signIn(page, tenant.admin, path);
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    for (const shown of [path, `${path}?q=nothing-like-it`, "/admin/apis", "/admin/apis/new"]) {
      await page.goto(shown);
      await expect(page.getByRole("main")).toBeVisible();
      await expectAccessibleInBothThemes(page);
    }
  }
  await page.goto(path);
  await page.getByRole("button", { name: "Edit" }).click();
  await expect(openDialog(page)).toBeVisible();
  await expectAccessibleInBothThemes(page);
});
