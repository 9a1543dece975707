import { expectAccessible, expectAccessibleInBothThemes } from "./accessibility";
import { loseAnswer, onNextForm } from "./answers";
import { createScopedToken, insertApi, insertTokens } from "./api-steps";
import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { callApi, readSecret, row, saveSecret } from "./token-steps";
import { WIDTHS } from "./viewports";

/** A date that the form is given in the reader's zone, far in the future. */
const LATER = "2126-03-04T05:06";

test("a token is created with limits, which its page shows and changes", async ({ page, tenant }) => {
  await signIn(page, tenant.admin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Office");
  const limits = page.getByRole("group", { name: "Limits" });
  await limits.getByLabel("Networks").fill("home");
  const create = page.getByRole("button", { name: "Create", exact: true });
  await create.click();
  await expect(limits.getByText("“home” is no network.")).toBeVisible();
  await expect(limits.getByLabel("Networks")).toBeFocused();
  await limits.getByLabel("Networks").fill("192.0.2.0/24\n10.0.0.1/8");
  await create.click();
  await expect(limits.getByText("Write 10.0.0.0/8 for the network.")).toBeVisible();
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    await expectAccessibleInBothThemes(page);
  }
  await limits.getByLabel("Networks").fill("192.0.2.0/24\n2001:DB8::/32");
  await create.click();
  const secret = await readSecret(page);
  await saveSecret(page);
  expect((await callApi(page, secret)).status).toBe(401);

  await row(page, "Office").getByRole("link", { name: "Office" }).click();
  const shown = page.getByRole("definition").filter({ hasText: "2001:db8::/32" });
  await expect(shown).toContainText("192.0.2.0/24");
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    await expectAccessibleInBothThemes(page);
  }
  await page.getByRole("button", { name: "Limits", exact: true }).click();
  const dialog = openDialog(page);
  await expect(dialog.getByLabel("Networks")).toHaveValue("192.0.2.0/24\n2001:db8::/32");
  await dialog.getByLabel("Networks").fill("127.0.0.0/8\n::1");
  await dialog.getByLabel("Not before").fill(LATER);
  await expectAccessibleInBothThemes(page);
  await dialog.getByRole("button", { name: "Set limits" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("Not before", { exact: false })).toBeVisible();
  expect((await callApi(page, secret)).status).toBe(401);

  await page.getByRole("button", { name: "Limits", exact: true }).click();
  await expect(dialog.getByLabel("Not before")).toHaveValue(LATER);
  await dialog.getByLabel("Not before").fill("");
  await onNextForm(page, loseAnswer);
  await dialog.getByRole("button", { name: "Set limits" }).click();
  await expect(dialog.getByRole("alert")).toContainText("this may have been done already");
  await dialog.getByRole("button", { name: "Set limits" }).click();
  await expect(dialog).toHaveCount(0);
  expect((await callApi(page, secret)).status).toBe(200);
});

test("a token has as many requests and uses as its form says, and is dead after the last one", async ({
  page,
  tenant,
}) => {
  await signIn(page, tenant.admin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Link");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const secret = await readSecret(page);
  await saveSecret(page);
  await row(page, "Link").getByRole("link", { name: "Link" }).click();
  await page.getByRole("button", { name: "Limits", exact: true }).click();
  const dialog = openDialog(page);
  await dialog.getByLabel("Requests per minute").fill("600");
  await dialog.getByLabel("Quota", { exact: false }).first().fill("50");
  await dialog.getByLabel("Quota is counted").selectOption("per day");
  await dialog.getByLabel("Further limits").fill("burst 20");
  const set = dialog.getByRole("button", { name: "Set limits" });
  await set.click();
  await expect(dialog.getByText("“burst 20” is no limit.")).toBeVisible();
  await dialog.getByLabel("Further limits").fill("burst 20/10\nquota 1/1");
  await dialog.getByLabel("Uses in all").fill("2");
  await set.click();
  await expect(dialog.getByText("This name has a meaning of its own.")).toBeVisible();
  await dialog.getByLabel("Further limits").fill("burst 20/10");
  await set.click();
  await expect(dialog).toHaveCount(0);
  const statuses = [];
  for (let use = 0; use < 3; use += 1) statuses.push((await callApi(page, secret)).status);
  expect(statuses).toEqual([200, 200, 401]);

  const shown = page.getByRole("definition").filter({ hasText: "600 requests per minute" });
  for (const text of ["50 requests per day", "2 uses in all", "burst: 20 in 10 s"])
    await expect(shown).toContainText(text);
  await page.getByRole("button", { name: "Limits", exact: true }).click();
  await expect(dialog.getByLabel("Further limits")).toHaveValue("burst 20/10");
  await expect(dialog.getByLabel("Quota is counted")).toHaveValue("day");
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    await expectAccessibleInBothThemes(page);
  }
  await dialog.getByLabel("Uses in all").fill("");
  await set.click();
  await expect(dialog).toHaveCount(0);
  expect((await callApi(page, secret)).status).toBe(200);
});

test("a change of limits can be undone", async ({ page, tenant }) => {
  await signIn(page, tenant.admin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Undone");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await saveSecret(page);
  await row(page, "Undone").getByRole("link", { name: "Undone" }).click();
  await page.getByRole("button", { name: "Limits", exact: true }).click();
  await openDialog(page).getByLabel("Networks").fill("192.0.2.0/24");
  await page.getByRole("button", { name: "Set limits" }).click();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByText("The limits of “Undone” are those from before")).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: "192.0.2.0/24" })).toHaveCount(0);
});

test("the second of two who set limits sees what the first one set", async ({ page, tenant, context }) => {
  await signIn(page, tenant.admin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Shared");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await saveSecret(page);
  await row(page, "Shared").getByRole("link", { name: "Shared" }).click();
  await expect(page.getByRole("heading", { name: "Shared", level: 1 })).toBeVisible();
  const second = await context.newPage();
  await second.goto(page.url());
  for (const admin of [page, second]) {
    await admin.getByRole("button", { name: "Limits", exact: true }).click();
    await openDialog(admin)
      .getByLabel("Networks")
      .fill(admin === page ? "192.0.2.0/24" : "198.51.100.0/24");
  }
  await page.getByRole("button", { name: "Set limits" }).click();
  await expect(openDialog(page)).toHaveCount(0);
  await second.getByRole("button", { name: "Set limits" }).click();
  await expect(openDialog(second).getByRole("alert")).toContainText("It now works from 192.0.2.0/24.");
  await expect(openDialog(second).getByLabel("Networks")).toHaveValue("198.51.100.0/24");
});

test("the page of a subject shows and sets the limits of all its tokens", async ({
  page,
  tenant,
  ownerUrl,
  context,
}) => {
  await insertTokens(ownerUrl, tenant, "cus_1", ["First"]);
  await signIn(page, tenant.admin, "/admin/subjects/cus_1");
  const section = page.getByRole("region", { name: "Limits" });
  await expect(section.getByText("None", { exact: true })).toBeVisible();
  const second = await context.newPage();
  await second.goto(page.url());
  for (const admin of [page, second]) {
    await admin.getByRole("button", { name: "Limits", exact: true }).click();
    await expect(openDialog(admin).getByLabel("Networks")).toHaveValue("");
  }
  const dialog = openDialog(page);
  await dialog.getByLabel("Networks").fill("192.0.2.1/24");
  await dialog.getByRole("button", { name: "Set limits" }).click();
  await expect(dialog.getByText("Write 192.0.2.0/24 for the network.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Networks").fill("192.0.2.0/24");
  await onNextForm(page, loseAnswer);
  await dialog.getByRole("button", { name: "Set limits" }).click();
  await expect(dialog.getByRole("alert")).toContainText("this may have been done already");
  await dialog.getByRole("button", { name: "Set limits" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(section.getByText("192.0.2.0/24")).toBeVisible();
  await expect(section.getByRole("button", { name: "Limits" })).toBeFocused();
  for (const viewport of WIDTHS) {
    await page.setViewportSize(viewport);
    await expectAccessible(page);
  }
  const late = openDialog(second);
  await late.getByLabel("Networks").fill("198.51.100.0/24");
  await late.getByRole("button", { name: "Set limits" }).click();
  await expect(late.getByRole("alert")).toContainText("now work from 192.0.2.0/24.");
  await late.getByRole("button", { name: "Set limits" }).click();
  await expect(second.getByRole("region", { name: "Limits" }).getByText("198.51.100.0/24")).toBeVisible();
});

test("an API has default networks, which a token that is created without limits gets", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  const path = await insertApi(ownerUrl, tenant);
  await signIn(page, tenant.admin, path);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const dialog = openDialog(page);
  await dialog.getByLabel("Networks").fill("192.0.2.0/33");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("“192.0.2.0/33” is no network.")).toBeVisible();
  await dialog.getByLabel("Networks").fill("192.0.2.0/24");
  await dialog.getByLabel("Requests per minute").fill("600");
  await dialog.getByLabel("Exchange tokens with limits too").check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("definition").filter({ hasText: "192.0.2.0/24" })).toBeVisible();
  await createScopedToken(page, "Limited by default", ["invoices:read"]);
  await row(page, "Limited by default").getByRole("link", { name: "Limited by default" }).click();
  await expect(page.getByRole("definition").filter({ hasText: "192.0.2.0/24" })).toContainText("600 requests");
});
