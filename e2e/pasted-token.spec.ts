import type { Page, Request } from "@playwright/test";
import { expectAccessible } from "./accessibility";
import { loseAnswer, onNextForm } from "./answers";
import { expect, signIn, test } from "./fixtures";
import { callApi, createToken, row } from "./token-steps";
import { PHONE } from "./viewports";

/** Collects every request whose URL or Referer contains the secret. */
function watchFor(page: Page, secret: () => string): Request[] {
  const leaks: Request[] = [];
  page.on("request", (request) => {
    const exposed = `${decodeURIComponent(request.url())} ${request.headers().referer ?? ""}`;
    if (secret() !== "" && exposed.includes(secret().slice(0, 20))) leaks.push(request);
  });
  return leaks;
}

test("a token pasted into a search is in no URL, is looked up, and can be deleted", async ({ page, tenant }) => {
  let secret = "";
  const leaks = watchFor(page, () => secret);
  await signIn(page, tenant.superAdmin);
  secret = await createToken(page, "CI scanner");
  for (const path of ["/admin/members", "/admin/audit", "/admin/tokens"]) {
    await page.goto(path);
    await page.getByRole("searchbox").fill(`Authorization: Bearer ${secret}`);
    await expect(page.getByRole("heading", { name: "This is the secret of the API token “CI scanner”" })).toBeVisible();
    await expect(page.getByRole("searchbox")).toHaveValue("");
    await expect(page).toHaveURL(path);
  }
  await expect(page.getByText(secret)).toHaveCount(0);
  await expectAccessible(page);

  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Search pages, tokens, spaces and actions").fill(secret);
  await expect(page.getByRole("option", { name: "CI scanner Live" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Delete API token" }).click();
  await expect(page.getByText("The API token “CI scanner” is deleted").first()).toBeVisible();
  await expect(row(page, "CI scanner")).toHaveCount(0);
  expect((await callApi(page, secret)).status).toBe(401);

  const main = page.getByRole("main");
  await page.getByRole("searchbox").fill(secret.slice(0, 30));
  await expect(main.getByText("This looks like part of an API token")).toBeVisible();
  await page.getByRole("searchbox").fill("scanner");
  await expect(page).toHaveURL(/q=scanner/);
  await expect(main.getByText("This looks like part of an API token")).toHaveCount(0);
  expect(leaks.map((request) => request.method())).toEqual([]);
});

test("a look-up or a deletion that was not answered says so in place", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin);
  const secret = await createToken(page, "CI scanner");
  await onNextForm(page, loseAnswer, /name="/);
  await page.getByRole("searchbox").fill(secret);
  await expect(page.getByText("The server did not answer. Paste the token again.")).toBeVisible();
  await page.getByRole("searchbox").fill(secret);
  const remove = page.getByRole("button", { name: "Delete API token" });
  await expect(remove).toBeVisible();
  await onNextForm(page, loseAnswer, /name="/);
  await remove.click();
  await expect(page.getByText("the API token may be deleted already")).toBeVisible();
  expect((await callApi(page, secret)).status).toBe(401);
});

test("on a phone the buttons for a pasted token are in view without scrolling", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin);
  const name = "Nightly compliance export of the Mars Rover telemetry";
  const secret = await createToken(page, name);
  await page.setViewportSize(PHONE);
  await page.goto("/admin/tokens");
  await page.getByRole("searchbox").fill(secret);
  const remove = page.getByRole("button", { name: "Delete API token" });
  await expect(remove).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole("link", { name: "Show API token" })).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test("without scripts a pasted token is looked up by POST, and can be deleted", async ({
  page,
  browser,
  baseURL,
  tenant,
}) => {
  await signIn(page, tenant.superAdmin);
  const secret = await createToken(page, "CI scanner");
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const plain = await context.newPage();
  const leaks = watchFor(plain, () => secret);
  await signIn(plain, tenant.superAdmin, "/admin/tokens?permission=viewer");
  await plain.getByRole("searchbox").fill(secret);
  await plain.getByRole("button", { name: "Filter" }).click();
  await expect(plain.getByRole("heading", { name: "This is the secret of the API token “CI scanner”" })).toBeVisible();
  await expect(plain.getByRole("searchbox")).toHaveValue("");
  await plain.getByRole("button", { name: "Delete API token" }).click();
  await expect(plain.getByText("The API token “CI scanner” is deleted")).toBeVisible();
  expect((await callApi(page, secret)).status).toBe(401);
  await plain.getByRole("searchbox").fill("nothing");
  await plain.getByRole("button", { name: "Filter" }).click();
  await expect(plain).toHaveURL("/admin/tokens?q=nothing&permission=viewer");
  expect(leaks).toEqual([]);
  await context.close();
});

test("to a Member no secret is a token, and a link with a token in it repeats it nowhere", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin);
  const secret = await createToken(page, "CI scanner");
  await page.goto(`/admin/tokens?q=${secret}`);
  await expect(row(page, "CI scanner")).toBeVisible();
  await expect(page).toHaveURL("/admin/tokens");
  await expect(page.locator(`a[href*="${secret}"]`)).toHaveCount(0);
  await page.context().clearCookies();
  await signIn(page, tenant.member);
  await page.getByRole("searchbox").fill(secret);
  await expect(page.getByText("No API token found for this secret").first()).toBeVisible();
});
