import { issueTokens } from "../tools/testing/tokens";
import { expect, signIn, test } from "./fixtures";

test("a token pasted into the reference makes calls and is not stored", async ({ page, tenant, ownerUrl, baseURL }) => {
  const { tokens } = await issueTokens(ownerUrl, 1, ["viewer"], tenant.id);
  const secret = tokens[0]?.secret ?? "";
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));

  await page.goto("/docs");
  await page.getByRole("button", { name: "Authorize" }).first().click();
  const bearer = page.locator(".auth-container", { hasText: "bearer" });
  await bearer.getByRole("textbox").fill(secret);
  await bearer.getByRole("button", { name: "Apply credentials" }).click();
  await page.getByRole("button", { name: "Close" }).first().click();
  const operation = page.locator("#operations-Tokens-getOwnToken");
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
});

test("GraphiQL uses the pasted token, never the session, and does not store it", async ({ page, tenant, ownerUrl }) => {
  const { tokens } = await issueTokens(ownerUrl, 1, ["editor"], tenant.id);
  const secret = tokens[0]?.secret ?? "";
  await signIn(page, tenant.member, "/docs/graphql");
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
