import { expectAccessible, expectAccessibleInBothThemes } from "./accessibility";
import { holdRequests, loseAnswer, onNextForm } from "./answers";
import { insertApi, insertTokens } from "./api-steps";
import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { untilHydrated } from "./hydration";
import { visit } from "./people-steps";
import { createTenant } from "./tenant";
import { createToken, row, saveSecret } from "./token-steps";
import { WIDTHS } from "./viewports";

test("an organization without APIs is not asked for a customer", async ({ page, tenant }) => {
  await signIn(page, tenant.admin, "/admin/tokens/new");
  await expect(page.getByRole("group", { name: "Permissions" })).toBeVisible();
  await expect(page.getByText("For a customer")).toHaveCount(0);
  await page.getByLabel("Name", { exact: true }).fill("Plain");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await saveSecret(page);
  await row(page, "Plain").getByRole("button", { name: "Edit Plain" }).click();
  await expect(openDialog(page).getByLabel("Description")).toBeVisible();
  await expect(page.getByText("For a customer")).toHaveCount(0);
});

test("with an API that has no scopes, a token can be for a customer, and the form says where to add scopes", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await insertApi(ownerUrl, tenant, { scopes: [] });
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await expect(page.getByRole("group", { name: "For a customer" }).getByLabel("Subject")).toBeVisible();
  const link = (group: string) => page.getByRole("group", { name: group }).getByRole("link", { name: "API" });
  await expect(link("API scopes")).toHaveAttribute("href", "/admin/apis");
  await page.getByLabel("Issuer", { exact: true }).check();
  await expect(link("APIs that it issues tokens for")).toBeVisible();
  await expectAccessible(page);
});

test("what is typed into the form before its scripts have come is kept", async ({ page, tenant, ownerUrl }) => {
  await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.admin);
  const release = await holdRequests(page, "**/_next/static/**/*.js");
  await page.goto("/admin/tokens/new", { waitUntil: "commit" });
  const typed = { Name: "Early", Description: "By hand", Subject: "cus_1", Networks: "192.0.2.0/24" };
  const field = (label: string) => page.getByLabel(label, { exact: label === "Name" });
  for (const [label, text] of Object.entries(typed)) await field(label).fill(text);
  release();
  await untilHydrated(page);
  for (const [label, text] of Object.entries(typed)) await expect(field(label)).toHaveValue(text);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await saveSecret(page);
  await expect(row(page, "Early")).toBeVisible();
});

test("a token is created for a customer, and its subject and metadata are shown and changed", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.admin, "/admin/tokens/new");
  const customer = page.getByRole("group", { name: "For a customer" });
  await customer.getByLabel("Subject").fill("Jane Doe");
  await customer.getByLabel("Metadata").fill('{"plan": "pro",}');
  await page.getByLabel("Name", { exact: true }).fill("Customer key");
  const create = page.getByRole("button", { name: "Create", exact: true });
  await create.click();
  await expect(customer.getByLabel("Subject")).toBeFocused();
  await expect(customer.getByText("Use 1 to 200 of")).toBeVisible();
  await expect(customer.getByText("This is not JSON.")).toBeVisible();
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    await expectAccessible(page);
  }
  await customer.getByLabel("Subject").fill("cus_1@example|eu");
  await customer.getByLabel("Metadata").fill('{"plan": "pro", "seats": 5}');
  await create.click();
  await saveSecret(page);
  await row(page, "Customer key").getByRole("link", { name: "Customer key" }).click();
  await expect(page.getByRole("definition").filter({ hasText: "cus_1@example|eu" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Metadata" })).toContainText('"seats": 5');
  await expectAccessible(page);

  await page.getByRole("button", { name: "Edit" }).click();
  const dialog = openDialog(page);
  await expect(dialog.getByLabel("Subject")).toHaveValue("cus_1@example|eu");
  await expect(dialog.getByLabel("Metadata")).toHaveValue('{\n  "plan": "pro",\n  "seats": 5\n}');
  await dialog.getByLabel("Subject").fill("..");
  await dialog.getByLabel("Metadata").fill("");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Use another one than . and ..")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Subject").fill("cus_2");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("definition").filter({ hasText: "cus_2" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Metadata" })).toHaveCount(0);
});

test("the second of two who change the customer of a token sees what the first one saved", async ({
  page,
  tenant,
  ownerUrl,
  context,
}) => {
  await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.admin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Shared");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await saveSecret(page);
  const second = await context.newPage();
  await second.goto("/admin/tokens");
  for (const admin of [page, second]) await row(admin, "Shared").getByRole("button", { name: "Edit Shared" }).click();
  await openDialog(page).getByLabel("Subject").fill("cus_1");
  await openDialog(page).getByLabel("Metadata").fill('{"plan": "pro"}');
  await page.getByRole("button", { name: "Save" }).click();
  await expect(openDialog(page)).toHaveCount(0);
  await openDialog(second).getByLabel("Subject").fill("cus_2");
  await second.getByRole("button", { name: "Save" }).click();
  const conflict = openDialog(second).getByRole("alert");
  await expect(conflict).toContainText("Its subject is now “cus_1”.");
  await expect(conflict).toContainText('Its metadata is now {"plan":"pro"}.');
  await expect(openDialog(second).getByLabel("Subject")).toHaveValue("cus_2");
});

test("the list is filtered by subject, which its URL and the page show", async ({ page, tenant, ownerUrl }) => {
  await insertApi(ownerUrl, tenant);
  await insertTokens(ownerUrl, tenant, "cus_1", ["First", "Second"]);
  await insertTokens(ownerUrl, tenant, "cus_10", ["Other"]);
  await signIn(page, tenant.admin, "/admin/tokens");
  await expect(row(page, "First")).toContainText("For cus_1");
  const subject = page.getByRole("textbox", { name: "Subject" });
  await subject.fill("cus_1");
  await expect(row(page, "Other")).toHaveCount(0);
  await expect(row(page, "First")).toBeVisible();
  await expect(page).toHaveURL("/admin/tokens?subject=cus_1");
  await page.reload();
  await expect(subject).toHaveValue("cus_1");
  await expect(row(page, "Second")).toBeVisible();
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    await expectAccessible(page);
  }
  await page.getByRole("link", { name: /^Only for cus_1/ }).click();
  await expect(row(page, "Other")).toBeVisible();
  await expect(subject).toHaveValue("");
  await subject.fill("Jane Doe");
  await expect(page.getByText("Nothing matches subject “Jane Doe”.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Show all about this subject" })).toHaveCount(0);
});

test("a token that is pasted as a subject is looked up, and is part of no URL", async ({ page, tenant, ownerUrl }) => {
  await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.admin);
  const secret = await createToken(page, "Pasted");
  const urls: string[] = [];
  page.on("request", (request) => urls.push(request.url()));
  await page.getByRole("textbox", { name: "Subject" }).fill(secret);
  await expect(page.getByRole("heading", { name: "This is the secret of the API token “Pasted”" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Subject" })).toHaveValue("");
  expect(urls.filter((url) => url.includes(secret))).toEqual([]);
});

test("the page of a subject lists its tokens and deletes all of them, once", async ({ page, tenant, ownerUrl }) => {
  const subject = "a.b~c@example|d+e-f_0";
  await insertTokens(ownerUrl, tenant, subject, ["First", "Second"], { usedAt: new Date() });
  await insertTokens(ownerUrl, tenant, "cus_2", ["Other"]);
  await signIn(page, tenant.admin, "/admin/tokens");
  await row(page, "First").getByRole("link", { name: "First" }).click();
  await page.getByRole("link", { name: subject }).click();
  await expect(page.getByRole("heading", { name: subject, level: 1 })).toBeVisible();
  await expect(page.getByText("2 live API tokens for this subject")).toBeVisible();
  await expect(row(page, "Second")).toBeVisible();
  await expect(row(page, "Other")).toHaveCount(0);
  await page.getByLabel("Status").selectOption("Expired");
  await expect(page.getByText("Nothing matches status Expired.")).toBeVisible();
  await page.getByRole("link", { name: "Clear filter" }).click();

  const open = page.getByRole("button", { name: "Delete all API tokens…" });
  await open.click();
  const question = page.getByRole("alertdialog", { name: `Delete 2 API tokens for “${subject}”?` });
  await expect(question.getByText("2 were used in the last 7 days.")).toBeVisible();
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(open).toBeFocused();
  await open.click();
  await onNextForm(page, loseAnswer);
  const remove = question.getByRole("button", { name: "Delete all" });
  await remove.click();
  await expect(question.getByRole("alert")).toContainText("the API tokens may be deleted already");
  await insertTokens(ownerUrl, tenant, subject, ["Later"]);
  await remove.click();
  await expect(page.getByText("2 API tokens deleted")).toBeVisible();
  await expect(row(page, "Later")).toBeVisible();
  await expect(row(page, "First")).toHaveCount(0);

  await open.click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete all" }).click();
  await expect(page.getByText("1 API token deleted")).toBeVisible();
  await expect(open).toHaveCount(0);
  await expect(page.locator("main:focus, main :focus")).toHaveCount(1);
  await page.getByRole("link", { name: "Show deleted API tokens" }).click();
  await expect(row(page, "First")).toBeVisible();
  await page.goto("/admin/audit");
  await page
    .getByRole("link", { name: /^Subject of: Deleted all/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { name: subject, level: 1 })).toBeVisible();
});

test("the page of a subject is 404 for a Member, in another organization and for an unknown one", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await insertTokens(ownerUrl, tenant, "cus_1", ["First"]);
  await insertTokens(ownerUrl, await createTenant(ownerUrl), "cus_2", ["Foreign"]);
  await signIn(page, tenant.member);
  expect((await visit(page, "/admin/subjects/cus_1")).status()).toBe(404);
  await page.context().clearCookies();
  await signIn(page, tenant.admin);
  expect((await visit(page, "/admin/subjects/cus_1")).status()).toBe(200);
  for (const missing of ["cus_2", "cus_3", "a%20b", "..."])
    expect((await visit(page, `/admin/subjects/${missing}`)).status()).toBe(404);
});

test("axe finds nothing on the page of a subject in both themes, wide and on a phone", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  const subject = "customer-".padEnd(200, "x");
  await insertTokens(ownerUrl, tenant, subject, ["A name of exactly sixty characters, which is long for a name"]);
  await signIn(page, tenant.admin, `/admin/subjects/${subject}`);
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    for (const query of ["", "?status=revoked", "?q=nothing-like-it"]) {
      await page.goto(`/admin/subjects/${subject}${query}`);
      await expect(page.getByRole("main")).toBeVisible();
      await expectAccessibleInBothThemes(page);
    }
  }
});
