import type { Page, Route } from "@playwright/test";
import { expect, signIn, test } from "./fixtures";
import { callApi, createToken, readSecret, row, saveSecret } from "./token-steps";

type Handle = (route: Route) => Promise<void>;

/** Does `handle` with the next server action that a form sends, and leaves all others alone. */
async function onNextForm(page: Page, handle: Handle): Promise<void> {
  let isArmed = true;
  await page.route("**/*", async (route, request) => {
    const isForm = request.method() === "POST" && request.headers()["next-action"] !== undefined;
    if (!isArmed || !isForm || !/formId|password/.test(request.postData() ?? "")) return route.fallback();
    isArmed = false;
    await handle(route);
  });
}

/** The server does it, and its answer never arrives. */
const loseAnswer: Handle = async (route) => {
  await route.fetch({ maxRedirects: 0 });
  await route.abort("connectionreset");
};

/** As if the server were of another version than the page. */
const unknownAction: Handle = async (route) => {
  await route.continue({ headers: { ...route.request().headers(), "next-action": "a".repeat(42) } });
};

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
  await page.getByRole("dialog").getByRole("button", { name: "Rotate" }).click();
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
  const rotate = page.getByRole("dialog").getByRole("button", { name: "Rotate" });
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
  await page.getByRole("dialog").getByLabel("Editor", { exact: true }).check();
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
  const dialog = page.getByRole("dialog");
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
  await expect(page.getByRole("heading", { name: "Latchkey was updated" })).toBeVisible();
  await page.unrouteAll({ behavior: "wait" });
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("Older");
  await onNextForm(page, unknownAction);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByText("Latchkey was updated after this page was opened.")).toBeVisible();
  await page.getByRole("button", { name: "Reload the page" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("");
});
