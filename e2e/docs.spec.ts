import type { Locator, Page } from "@playwright/test";
import { issueTokens } from "../tools/testing/tokens";
import { expectAccessible, expectAccessibleInBothThemes } from "./accessibility";
import { expect, signIn, test } from "./fixtures";
import { openUserMenu } from "./people-steps";
import { PHONE } from "./viewports";

/** Opens the section of tokens in the reference. Returns its operation that answers the caller's own token. */
async function openTokens(page: Page): Promise<Locator> {
  await page.locator("#operations-tag-Tokens").getByRole("button").click();
  const operation = page.locator("#operations-Tokens-getOwnToken");
  await expect(operation).toBeVisible();
  return operation;
}

test("a token pasted into the reference makes calls and is not stored, and a link opens one operation", async ({
  page,
  tenant,
  ownerUrl,
  baseURL,
}) => {
  const { tokens } = await issueTokens(ownerUrl, 1, ["viewer"], tenant.id);
  const secret = tokens[0]?.secret ?? "";
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));

  await page.goto("/docs");
  await page.getByRole("button", { name: "Authorize" }).first().click();
  const bearer = page.locator(".auth-container", { hasText: "bearer" });
  await bearer.getByRole("textbox").fill(secret);
  await bearer.getByRole("button", { name: "Authorize", exact: true }).click();
  await page.getByRole("button", { name: "Close" }).first().click();
  const operation = await openTokens(page);
  await operation.getByRole("button", { name: "/api/v1/token" }).first().click();
  await operation.getByRole("button", { name: "Execute" }).click();
  await expect(operation.locator(".live-responses-table")).toContainText(`"id": "${tokens[0]?.id}"`);

  const kept = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie, location.href]),
  );
  expect(kept).not.toContain(secret);
  expect([...hosts]).toEqual([new URL(baseURL ?? "").origin]);
  await page.reload();
  await expect(page.getByRole("button", { name: "Authorize" }).first()).toBeVisible();
  await operation.getByRole("button", { name: "Execute" }).click();
  await expect(operation.locator(".live-responses-table")).toContainText("unauthenticated");
  await expect(page.locator("#operations-tag-Spaces")).toBeVisible();
  await expect(page.locator("[id^=operations-Spaces-]")).toHaveCount(0);
});

test("GraphiQL uses the pasted token, never the session, and does not store it", async ({ page, tenant, ownerUrl }) => {
  const { tokens } = await issueTokens(ownerUrl, 1, ["editor"], tenant.id);
  const secret = tokens[0]?.secret ?? "";
  await signIn(page, tenant.member);
  await page.goto("/docs/graphql");
  // GraphiQL fetches the schema when it opens. Only the Authorization header distinguishes the responses.
  const fetchSchema = async (authorization?: string) => {
    const answered = page.waitForResponse(
      (response) =>
        response.url().endsWith("/api/graphql") && response.request().headers().authorization === authorization,
    );
    await page.getByRole("button", { name: /Re-fetch GraphQL schema/ }).click();
    return (await answered).status();
  };
  await expect(page.getByText("Paste an API token above to load the schema and run queries.")).toBeVisible();
  await page.getByLabel("API token").fill(secret);
  await page.getByLabel("API token").press("Enter");
  expect(await fetchSchema(`Bearer ${secret}`)).toBe(200);
  const kept = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href]),
  );
  expect(kept).not.toContain(secret);
});

test("axe finds nothing in the reference, its dialog, operations and answers", async ({ page }) => {
  test.slow();
  await page.goto("/docs");
  const operation = await openTokens(page);
  await expectAccessibleInBothThemes(page);
  await page.getByRole("button", { name: "Authorize" }).first().click();
  await expect(page.getByRole("heading", { name: "Available authorizations" })).toBeVisible();
  await expectAccessibleInBothThemes(page, ".dialog-ux");
  await page.getByRole("button", { name: "Close" }).first().click();
  await operation.getByRole("button", { name: "/api/v1/token" }).first().click();
  await operation.getByRole("button", { name: "Execute" }).click();
  await expect(operation.locator(".live-responses-table")).toContainText("unauthenticated");
  await expectAccessibleInBothThemes(page, "#operations-Tokens-getOwnToken");
  const creation = page.locator("#operations-Tokens-createToken");
  await creation.getByRole("button", { name: "/api/v1/tokens" }).first().click();
  await expect(creation.getByRole("textbox", { name: "Request body" })).toBeVisible();
  await expectAccessibleInBothThemes(page, "#operations-Tokens-createToken");
});

test("axe finds nothing in GraphiQL, which opens with a sample query for a member's token", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  test.slow();
  const { tokens } = await issueTokens(ownerUrl, 1, ["editor"], tenant.id);
  await signIn(page, tenant.member);
  await page.goto("/docs/graphql");
  const field = page.getByLabel("API token");
  await expect(field).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await field.fill(tokens[0]?.secret ?? "");
  await field.press("Enter");
  await expect(page.locator(".graphiql-query-editor")).toContainText("apiTokens");
  await page.getByRole("button", { name: /^Execute query/ }).click();
  await expect(page.locator(".graphiql-response")).toContainText('"totalCount": 1');
  await expectAccessibleInBothThemes(page);
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await expect(page.locator(".graphiql-doc-explorer-type-name").first()).toBeVisible();
  await expectAccessibleInBothThemes(page);
});

test("the reference and GraphiQL follow the theme that was chosen in the console", async ({ page, tenant }) => {
  const canvas = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  await signIn(page, tenant.member);
  await openUserMenu(page, tenant.member);
  await page.getByRole("radio", { name: "Dark" }).check({ force: true });
  for (const path of ["/docs", "/docs/graphql"]) {
    await page.goto(path);
    expect(await canvas()).toBe("rgb(24, 24, 27)");
  }
  await page.goto("/");
  await openUserMenu(page, tenant.member);
  await page.getByRole("radio", { name: "System" }).check({ force: true });
  for (const path of ["/docs", "/docs/graphql"]) {
    await page.goto(path);
    expect(await canvas()).toBe("rgb(255, 255, 255)");
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(canvas).toBe("rgb(24, 24, 27)");
    await page.emulateMedia({ colorScheme: "light" });
  }
});

test("on a phone neither page overflows", async ({ page, tenant }) => {
  await page.setViewportSize(PHONE);
  await page.goto("/docs");
  await openTokens(page);
  await expectAccessible(page);
  await signIn(page, tenant.member);
  await page.goto("/docs/graphql");
  await expect(page.getByLabel("API token")).toBeInViewport({ ratio: 1 });
  await expectAccessible(page);
});
