import type { Locator } from "@playwright/test";
import { expectAccessible } from "./accessibility";
import { holdRequests } from "./answers";
import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { openUserMenu } from "./people-steps";
import { withDatabase } from "./tenant";
import { createToken, row, saveSecret } from "./token-steps";

// Whole stories: a busy machine needs more than the usual minute.
test.slow();

test("between 768 and 1180 pixels the name and the actions of a row stay in view", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin);
  await createToken(page, "A token with a name of exactly sixty characters, for testing");
  for (const width of [768, 1024, 1180]) {
    await page.setViewportSize({ width, height: 800 });
    const table = page.getByRole("table", { name: "API tokens" });
    for (const left of [0, 10_000]) {
      await table.evaluate((element, x) => element.parentElement?.scrollTo({ left: x }), left);
      await expect(page.getByRole("link", { name: /^A token with/ })).toBeInViewport({ ratio: 1 });
      await expect(page.getByRole("button", { name: /^Delete A token/ })).toBeInViewport({ ratio: 1 });
    }
  }
});

test("with forced colors the current page and tab are marked by more than color", async ({ page, tenant }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await signIn(page, tenant.superAdmin, "/admin/settings");
  const outline = (name: string) =>
    page
      .getByRole("navigation", { name: "Main" })
      .getByRole("link", { name, exact: true })
      .evaluate((link) => getComputedStyle(link).outlineStyle);
  expect(await outline("Settings")).toBe("solid");
  expect(await outline("Members")).toBe("none");
  const border = (name: string) =>
    page
      .getByRole("navigation", { name: "Organization settings" })
      .getByRole("link", { name })
      .evaluate((link) => getComputedStyle(link).borderBottomColor);
  expect(await border("General")).not.toBe(await border("API Tokens"));
});

test("with forced colors the chosen example and the chosen theme are marked", async ({ page, tenant }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  const border = (control: Locator) => control.evaluate((element) => getComputedStyle(element).borderTopColor);
  await openUserMenu(page, tenant.superAdmin);
  const theme = (name: string) => page.locator("label", { has: page.getByRole("radio", { name }) });
  expect(await border(theme("System"))).not.toBe(await border(theme("Dark")));
  await page.keyboard.press("Escape");
  await page.getByLabel("Name", { exact: true }).fill("CI scanner");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const example = (name: string) => page.getByRole("tab", { name, exact: true });
  await expect(example("curl")).toBeVisible();
  expect(await border(example("curl"))).not.toBe(await border(example("Python")));
});

test("a token that is rotated twice keeps both old secrets, says so, and is marked in the list", async ({
  page,
  tenant,
}) => {
  await signIn(page, tenant.superAdmin);
  await createToken(page, "CI scanner");
  for (const [attempt, text] of [
    [1, null],
    [2, "An older secret still works"],
    [3, "Older secrets still work"],
  ] as const) {
    await page.getByRole("button", { name: "Rotate CI scanner" }).click();
    const dialog = openDialog(page);
    if (text) await expect(dialog.getByText(text)).toBeVisible();
    if (attempt === 3) break;
    await dialog.getByRole("button", { name: "Rotate", exact: true }).click();
    await saveSecret(page);
    await expect(row(page, "CI scanner")).toContainText("Old secret ends");
  }
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "CI scanner", exact: true }).click();
  await expect(page).toHaveTitle("CI scanner · API tokens · Latchkey");
  await expect(page.getByText("Its old secrets still work")).toBeVisible();
});

test("the last row of the last page gone, the list shows the last page that exists", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await withDatabase(ownerUrl, (client) =>
    client.query(
      `INSERT INTO "ApiToken"("id", "organizationId", "name", "permissions", "hint", "createdByName", "createdAt",
        "updatedAt")
       SELECT gen_random_uuid(), $1, 'Token ' || i, '{viewer}', 'latch_…test', 'Loader',
         now() - make_interval(mins => i), now() FROM generate_series(1, 101) i`,
      [tenant.id],
    ),
  );
  await signIn(page, tenant.superAdmin, "/admin/tokens");
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText("51–100 of 101 API tokens")).toBeVisible();
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText("101 of 101 API tokens")).toBeVisible();
  await page.getByRole("button", { name: "Delete Token 101" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByText("51–100 of 100 API tokens")).toBeVisible();
  await expect(row(page, "Token 51")).toBeVisible();
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(page.getByText("1–50 of 100 API tokens")).toBeVisible();
});

test("removing a person offers to delete the tokens that the person created, and says how many are in use", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await signIn(page, tenant.admin);
  await createToken(page, "Of Grace");
  await withDatabase(ownerUrl, (client) =>
    client.query(
      `INSERT INTO "TokenActivity"("tokenId", "organizationId", "at") SELECT "id", "organizationId", now()
        FROM "ApiToken" WHERE "organizationId" = $1`,
      [tenant.id],
    ),
  );
  await page.context().clearCookies();
  await signIn(page, tenant.superAdmin);
  await createToken(page, "Of Ada");
  await page.getByLabel("Created by").selectOption("Grace Hopper");
  await expect(row(page, "Of Grace")).toBeVisible();
  await expect(row(page, "Of Ada")).toHaveCount(0);
  await page.goto("/admin/members");
  await page.getByRole("button", { name: "Actions for Grace Hopper" }).click();
  await page.getByRole("menuitem", { name: "Remove…" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question.getByText("1 was used in the last 7 days.")).toBeVisible();
  await question.getByLabel("Also delete the 1 live API token that Grace Hopper created").check();
  await question.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("1 API token deleted")).toBeVisible();
  await page.goto("/admin/tokens");
  await expect(row(page, "Of Ada")).toBeVisible();
  await expect(row(page, "Of Grace")).toHaveCount(0);
});

test("inviting an address again first says what happens to the earlier link", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin, "/admin/members");
  const email = `again-${tenant.id}@example.com`;
  const invite = async () => {
    await page.getByRole("button", { name: "Invite member" }).click();
    await openDialog(page).getByLabel("E-mail").fill(email);
    await page.getByRole("button", { name: "Create invitation link" }).click();
  };
  await invite();
  await page.getByRole("button", { name: "I have sent it" }).click();
  await invite();
  const dialog = openDialog(page);
  await expect(dialog.getByText(`${email} is already invited as Member`)).toBeVisible();
  await dialog.getByRole("button", { name: "Create invitation link" }).click();
  await expect(page.getByRole("button", { name: "I have sent it" })).toBeVisible();
});

test("a space says which tokens of the organization also reach it, and the reference is one click away", async ({
  page,
  tenant,
}) => {
  await signIn(page, tenant.superAdmin);
  await createToken(page, "Everywhere");
  await page.goto(`/spaces/${tenant.spaces[0].id}/settings/tokens`);
  await expect(page.getByText("1 live API token of the organization also reaches this space.")).toBeVisible();
  await page.getByRole("link", { name: "Show API tokens for all spaces" }).click();
  await expect(row(page, "Everywhere")).toBeVisible();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "API reference" }).click();
  await expect(page).toHaveURL("/docs");
});

test("a slow navigation shows a bar, and offline a link says so in place", async ({ page, context, tenant }) => {
  await signIn(page, tenant.superAdmin, "/admin/tokens");
  const release = await holdRequests(page, "**/admin/members**");
  const members = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Members" });
  await members.click();
  await expect(page.getByRole("progressbar", { name: "Loading the page" })).toBeVisible();
  await expectAccessible(page);
  release();
  await expect(page).toHaveURL("/admin/members");
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  // Back on the page that was left the bar does not return.
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "API Tokens" }).click();
  await expect(page).toHaveURL("/admin/tokens");
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  await members.click();
  await expect(page).toHaveURL("/admin/members");
  await context.setOffline(true);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Audit log" }).click();
  await expect(page.getByText("You are offline. Try again when you are connected.")).toBeVisible();
  await expect(page).toHaveURL("/admin/members");
  await context.setOffline(false);
});

test("without scripts a form that needs them says so, and puts nothing into the URL", async ({
  browser,
  baseURL,
  tenant,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await expect(page.getByText("This form needs JavaScript. Without it nothing is sent.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Create", exact: true })).toBeHidden();
  await page.getByLabel("Name", { exact: true }).fill("CI scanner");
  await page.getByLabel("Name", { exact: true }).press("Enter");
  await expect(page).toHaveURL("/admin/tokens/new");
  await context.close();
});

test("a secret that the browser refuses to copy is shown and selected", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("refused"));
    document.execCommand = () => false;
  });
  await page.getByLabel("Name", { exact: true }).fill("By hand");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const group = openDialog(page).getByRole("group", { name: "API token" });
  await group.getByRole("button", { name: "Copy" }).click();
  await expect(group.getByText("The text above is selected")).toBeVisible();
  const secret = await group.locator("code").innerText();
  expect(secret).toMatch(/^latch_/);
  expect(await page.evaluate(() => String(window.getSelection()))).toBe(secret);
});

test("a menu entry that cannot be chosen can be focused, and says why", async ({ page, tenant }) => {
  const { name } = tenant.superAdmin;
  await signIn(page, tenant.superAdmin, "/admin/members");
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  const remove = page.getByRole("menuitem", { name: "Remove…" });
  await expect(remove).toBeDisabled();
  await expect(remove).toHaveAccessibleDescription("You cannot remove yourself");
  await page.keyboard.press("End");
  await expect(remove).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
});

test("each page of a token is titled by its name, and its only filled button is not Delete", async ({
  page,
  tenant,
}) => {
  await signIn(page, tenant.superAdmin);
  await createToken(page, "Titled");
  await page.getByRole("link", { name: "Titled", exact: true }).click();
  await expect(page).toHaveTitle("Titled · API tokens · Latchkey");
  const remove = page.getByRole("button", { name: "Delete", exact: true });
  const canvas = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await expect(remove).toHaveCSS("background-color", canvas);
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await page.goto(`/admin/settings/tokens/${id}`);
  await expect(page).toHaveTitle("Titled · API tokens · Latchkey");
});

test("a page over plain http from another machine warns, one from this machine does not", async ({ page, baseURL }) => {
  const warning = page.getByText("This connection is not encrypted");
  await page.goto("/login");
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await expect(warning).toHaveCount(0);
  await page.route("http://latchkey.test/**", async (route) => {
    const { pathname, search } = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: new URL(pathname + search, baseURL).href }) });
  });
  await page.goto("http://latchkey.test/login");
  await expect(warning).toBeVisible();
});
