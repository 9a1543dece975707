import type { Route } from "@playwright/test";
import { bodyRefusalLine } from "@/lib/platform/result/body-refusal";
import { loseAnswer, onNextForm, unknownAction } from "./answers";
import { openDialog } from "./dialogs";
import { endRouteHandlers, expect, signIn, test } from "./fixtures";
import { callApi, createToken, readSecret, row, saveSecret } from "./token-steps";

test("a token whose creation was not answered is created once, and can be given a secret", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Lost");
  await onNextForm(page, loseAnswer);
  const create = page.getByRole("button", { name: "Create", exact: true });
  await create.click();
  await expect(page.getByText("the API token may have been created")).toBeVisible();
  await create.click();
  await expect(page.getByText("“Lost” was created already, and its secret was lost with the answer")).toBeVisible();
  await page.getByRole("button", { name: "Rotate" }).click();
  await openDialog(page).getByRole("button", { name: "Rotate" }).click();
  const secret = await readSecret(page);
  await saveSecret(page);
  await expect(row(page, "Lost")).toHaveCount(1);
  expect((await callApi(page, secret)).status).toBe(200);
});

test("a rotation that was not answered is told as done, and can be repeated", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin);
  await createToken(page, "Turned");
  await row(page, "Turned").getByRole("button", { name: "Rotate Turned" }).click();
  await onNextForm(page, loseAnswer);
  const rotate = openDialog(page).getByRole("button", { name: "Rotate" });
  await rotate.click();
  await expect(page.getByText("this may have been done already")).toBeVisible();
  await rotate.click();
  await expect(page.getByText("It was rotated already, and the new secret was lost with the answer")).toBeVisible();
  await rotate.click();
  const secret = await readSecret(page);
  await saveSecret(page);
  expect((await callApi(page, secret)).status).toBe(200);
});

test("permissions whose change was not answered are set once, and nobody else is blamed", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin);
  await createToken(page, "Widened");
  await row(page, "Widened").getByRole("button", { name: "Permissions of Widened" }).click();
  await openDialog(page).getByLabel("Editor", { exact: true }).check();
  await onNextForm(page, loseAnswer);
  const set = page.getByRole("button", { name: "Set permissions" });
  await set.click();
  await expect(page.getByText("this may have been done already")).toBeVisible();
  await set.click();
  await expect(page.getByText("Permissions of “Widened” set")).toBeVisible();
  await expect(set).toHaveCount(0);
  await expect(row(page, "Widened")).toContainText("Editor");
});

test("permissions that were changed after a lost answer are not told as set until they are", async ({
  page,
  tenant,
}) => {
  await signIn(page, tenant.superAdmin);
  await createToken(page, "Narrowed");
  await row(page, "Narrowed").getByRole("button", { name: "Permissions of Narrowed" }).click();
  const dialog = openDialog(page);
  await dialog.getByLabel("Editor", { exact: true }).check();
  await dialog.getByLabel("Owner", { exact: true }).check();
  await onNextForm(page, loseAnswer);
  const set = page.getByRole("button", { name: "Set permissions" });
  await set.click();
  await expect(page.getByText("this may have been done already")).toBeVisible();
  await dialog.getByLabel("Owner", { exact: true }).uncheck();
  await set.click();
  await expect(page.getByText("This API token was changed after you opened it")).toBeVisible();
  await expect(page.getByText("Someone else")).toHaveCount(0);
  await set.click();
  await expect(page.getByText("Permissions of “Narrowed” set")).toBeVisible();
  await expect(row(page, "Narrowed")).toContainText("Editor");
  await expect(row(page, "Narrowed")).not.toContainText("Owner");
});

test("a sign-in that was not answered says that it may have been done, and keeps the e-mail", async ({
  page,
  tenant,
}) => {
  await page.goto("/login");
  const email = page.getByLabel("E-mail");
  await email.fill(tenant.member.email);
  await page.getByLabel("Password").fill(tenant.member.password);
  await onNextForm(page, loseAnswer);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").getByText("you may be signed in already")).toBeVisible();
  await expect(email).toHaveValue(tenant.member.email);
  await expect(page.getByLabel("Password")).toHaveValue("");
  await page.getByRole("button", { name: "Reload the page" }).click();
  await expect(page.getByRole("heading", { name: "Spaces", level: 1 })).toBeVisible();
});

test("an invitation and a reset link that were not answered say where to look", async ({
  page,
  tenant,
  browser,
  baseURL,
}) => {
  await signIn(page, tenant.superAdmin, "/admin/members");
  await page.getByRole("button", { name: "Invite member" }).click();
  await openDialog(page).getByLabel("E-mail").fill(`lost-${tenant.id}@example.com`);
  await page.getByRole("button", { name: "Create invitation link" }).click();
  await page.getByRole("button", { name: "Show link" }).click();
  const link = await openDialog(page).getByText("/invite#").innerText();

  const context = await browser.newContext({ baseURL });
  const guest = await context.newPage();
  await guest.goto("/invite");
  await guest.getByLabel("Invitation link").fill(link);
  await onNextForm(guest, loseAnswer, /secret/);
  await guest.getByRole("button", { name: "Continue" }).click();
  await expect(guest.getByText("The server did not answer. Try again.")).toBeVisible();
  await expect(guest.getByLabel("Invitation link")).toHaveValue(link);
  await guest.getByRole("button", { name: "Continue" }).click();
  await guest.getByLabel("Your name").fill("Late Guest");
  await guest.getByLabel("Password").fill(tenant.member.password);
  await onNextForm(guest, loseAnswer);
  await guest.getByRole("button", { name: /^Join/ }).click();
  await expect(guest.getByRole("alert").getByText("you may have joined already")).toBeVisible();
  await expect(guest.getByLabel("Your name")).toHaveValue("Late Guest");
  await expect(guest.getByRole("link", { name: "Sign in" })).toHaveAttribute("href", "/login");
  await endRouteHandlers(context);
  await context.close();
});

test("who was signed out in another tab signs in there, and sends what they had typed", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Kept");
  await page.context().clearCookies();
  const create = page.getByRole("button", { name: "Create", exact: true });
  await create.click();
  await expect(page.getByText("You are signed out.")).toBeVisible();
  const opened = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Sign in" }).click();
  const tab = await opened;
  await tab.getByLabel("E-mail").fill(tenant.superAdmin.email);
  await tab.getByLabel("Password").fill(tenant.superAdmin.password);
  await tab.getByRole("button", { name: "Sign in" }).click();
  await tab.waitForURL((url) => url.pathname !== "/login");
  await create.click();
  await readSecret(page);
  await saveSecret(page);
  await expect(row(page, "Kept")).toBeVisible();
});

test("a form of a page from before an update says so, and offers to reload", async ({ page, tenant }) => {
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(tenant.superAdmin.email);
  await page.getByLabel("Password").fill(tenant.superAdmin.password);
  await onNextForm(page, unknownAction);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").getByText("Latchkey was updated after this page was opened.")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue(tenant.superAdmin.email);
  await page.getByRole("button", { name: "Reload the page" }).click();
  await expect(page.getByLabel("E-mail")).toHaveValue("");
  await page.unrouteAll({ behavior: "wait" });
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Older");
  await onNextForm(page, unknownAction);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByText("Latchkey was updated after this page was opened.")).toBeVisible();
  await page.getByRole("button", { name: "Reload the page" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("");
});

/** The server has no room for the form, and says so before anything reads it (lib/server/page-body). */
const refuseBody = (route: Route) =>
  route.fulfill({ status: 503, contentType: "text/plain", body: bodyRefusalLine("unavailable") });

const BUSY = "Latchkey is busy, and nothing was changed. Try again in 5 seconds.";

test("a sign-in that was refused because the server is busy says so, and keeps the e-mail", async ({
  page,
  tenant,
}) => {
  await page.goto("/login");
  const email = page.getByLabel("E-mail");
  const submit = page.getByRole("button", { name: "Sign in" });
  await email.fill(tenant.superAdmin.email);
  await page.getByLabel("Password").fill(tenant.superAdmin.password);
  await onNextForm(page, refuseBody);
  await submit.click();
  await expect(page.getByText(BUSY)).toBeVisible();
  await expect(email).toHaveValue(tenant.superAdmin.email);
  await page.getByLabel("Password").fill(tenant.superAdmin.password);
  await submit.click();
  await expect(page).not.toHaveURL(/login/);
});

test("a token whose form was refused because the server is busy is not created, and its form stays", async ({
  page,
  tenant,
}) => {
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Refused");
  await onNextForm(page, refuseBody);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByText(BUSY)).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Refused");
});
