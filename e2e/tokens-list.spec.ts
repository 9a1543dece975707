import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessibility";
import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { untilHydrated } from "./hydration";
import { type Tenant, withDatabase } from "./tenant";
import { createToken, row } from "./token-steps";
import { PHONE } from "./viewports";

// Long flows with several axe checks: a busy machine needs more than the default minute.
test.slow();

const SIXTY = "A token with a name of exactly sixty characters, for testing";

/** Inserts many tokens. Their names sort in the order of their numbers. */
async function fill(ownerUrl: string, { id, spaces }: Tenant, count: number) {
  await withDatabase(ownerUrl, (client) =>
    client.query(
      `INSERT INTO "ApiToken"("id", "organizationId", "spaceId", "name", "permissions", "hint", "expiresAt",
        "createdByName", "createdAt", "updatedAt", "revokedAt")
       SELECT gen_random_uuid(), $1, CASE WHEN i % 2 = 0 THEN $2 END, 'Token ' || to_char(i, 'FM00000'),
         ARRAY[CASE WHEN i % 4 = 0 THEN 'agent' ELSE 'viewer' END]::"Permission"[],
         'latch_…test', CASE WHEN i % 10 = 0 THEN now() - interval '1 day' ELSE now() + interval '60 days' END,
         'Loader', now() - make_interval(mins => i), now(), CASE WHEN i % 25 = 7 THEN now() END
       FROM generate_series(1, $3::int) i`,
      [id, spaces[0].id, count],
    ),
  );
}

test("search, filter, sort and page work on the server and in the URL, also after reload and back", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await fill(ownerUrl, tenant, 1_000);
  await signIn(page, tenant.superAdmin, "/admin/tokens");
  await expect(page.getByText("1–50 of 960 API tokens")).toBeVisible();
  await page.getByRole("link", { name: "Name", exact: true }).click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(row(page, "Token 00001")).toBeVisible();
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText("51–100 of 960 API tokens")).toBeVisible();
  const second = await page.getByRole("row").nth(1).innerText();
  await page.reload();
  expect(await page.getByRole("row").nth(1).innerText()).toBe(second);
  await untilHydrated(page);
  await page.goBack();
  await expect(row(page, "Token 00001")).toBeVisible();

  await page.getByLabel("Space access").selectOption(tenant.spaces[0].name);
  await page.getByLabel("Permission", { exact: true }).selectOption("Agent");
  await page.getByLabel("Status").selectOption("Expired");
  await expect(page.getByText("1–50 of 50 API tokens")).toBeVisible();
  await page.getByRole("searchbox").fill("00020");
  await expect(page.getByText("1 API token", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/q=00020/);
  await page.getByRole("searchbox").fill("nothing like it");
  await expect(
    page.getByText("Nothing matches “nothing like it”, space access Mars Rover, permission Agent, status Expired."),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Clear filter" }).click();
  await expect(page.getByText("1–50 of 960 API tokens")).toBeVisible();
  await expect(page.getByRole("searchbox")).toHaveValue("");
});

test("unused tokens are found by a filter that the URL holds", async ({ page, tenant, ownerUrl }) => {
  await fill(ownerUrl, tenant, 3);
  await withDatabase(ownerUrl, (client) =>
    client.query(
      `UPDATE "ApiToken" SET "createdAt" = now() - interval '40 days' WHERE "organizationId" = $1 AND "name" = $2`,
      [tenant.id, "Token 00002"],
    ),
  );
  await signIn(page, tenant.superAdmin, "/admin/tokens");
  await untilHydrated(page);
  const filter = page.getByLabel("Last use", { exact: true });
  await filter.selectOption("Unused for 30 days");
  await expect(page.getByText("1 API token", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(/unusedDays=30/);
  await expect(row(page, "Token 00002")).toContainText("Never in 40 days");
  await page.reload();
  await untilHydrated(page);
  await expect(filter).toHaveValue("30");
  await filter.selectOption("Unused for 90 days");
  await expect(page.getByText("Nothing matches unused for 90 days.")).toBeVisible();
  await page.getByRole("link", { name: "Clear filter" }).click();
  await expect(row(page, "Token 00001")).not.toContainText("Never in");
});

/** How many components React runs in the browser for the rows of the list. */
function countRowComponents(page: Page): Promise<number> {
  interface Fiber {
    type: unknown;
    child: Fiber | null;
    sibling: Fiber | null;
  }
  return page.locator("tbody").evaluate((body) => {
    const key = Object.keys(body).find((name) => name.startsWith("__reactFiber$")) ?? "";
    const countBelow = (fiber: Fiber): number => {
      let count = 0;
      for (let child = fiber.child; child; child = child.sibling) {
        const isComponent = typeof child.type === "function" || (typeof child.type === "object" && child.type !== null);
        count += Number(isComponent) + countBelow(child);
      }
      return count;
    };
    return countBelow((body as unknown as Record<string, Fiber>)[key] as Fiber);
  });
}

test("the browser runs at most three components for a row, so that a phone can use the list soon", async ({
  page,
  tenant,
  ownerUrl,
}) => {
  await fill(ownerUrl, tenant, 1_000);
  await signIn(page, tenant.superAdmin, "/admin/tokens");
  await expect(page.getByText("1–50 of 960 API tokens")).toBeVisible();
  await untilHydrated(page);
  const components = await countRowComponents(page);
  expect(components).toBeGreaterThan(0);
  expect(components).toBeLessThanOrEqual(3 * 50);
  expect(await page.locator("*").count()).toBeLessThan(2_800);
});

test("times in the list stay current, and their tooltips are in the reader's zone", async ({
  browser,
  baseURL,
  tenant,
  ownerUrl,
}) => {
  const context = await browser.newContext({ baseURL, timezoneId: "America/New_York" });
  const page = await context.newPage();
  await page.clock.install();
  await fill(ownerUrl, tenant, 1);
  await signIn(page, tenant.superAdmin, "/admin/tokens");
  const created = row(page, "Token 00001").locator("time").first();
  await expect(created).toHaveText("1 min ago");
  await expect(created).toHaveAttribute("title", /UTC$/);
  await untilHydrated(page);
  await page.clock.fastForward("10:00");
  await expect(created).toHaveText("11 min ago");
  await created.hover();
  await page.clock.fastForward(1_000);
  await expect(created).toHaveAttribute("data-tooltip", /(GMT-[45]|E[SD]T)$/);
  await context.close();
});

test("can be read without scripts", async ({ browser, tenant, ownerUrl, baseURL }) => {
  await fill(ownerUrl, tenant, 60);
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await signIn(page, tenant.superAdmin, "/admin/tokens");
  await expect(page.getByText("1–50 of 57 API tokens")).toBeVisible();
  await page.getByRole("searchbox").fill("00033");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText("1 API token", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Token 00033" }).click();
  await expect(page.getByText("Created by")).toBeVisible();
  await context.close();
});

test("with long names and a width of 390 pixels nothing overflows, and axe finds nothing", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin);
  await createToken(page, SIXTY, ["Editor", "Owner", "Agent"]);
  await createToken(page, "x".repeat(100));
  await page.setViewportSize(PHONE);
  for (const path of [
    "/admin/tokens",
    "/admin/tokens/new",
    "/admin/settings/tokens",
    `/spaces/${tenant.spaces[0].id}/settings/tokens/new`,
  ]) {
    await page.goto(path);
    await expectAccessible(page);
  }
  await page.goto("/admin/tokens");
  await page.getByRole("link", { name: SIXTY }).click();
  await expect(page.getByText("Created by")).toBeVisible();
  await expectAccessible(page);
  for (const task of ["Permissions", "Edit", "Rotate", "Delete"]) {
    await page.getByRole("button", { name: task, exact: true }).click();
    await expect(openDialog(page).or(page.getByRole("alertdialog"))).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(openDialog(page).or(page.getByRole("alertdialog"))).toHaveCount(0);
  }
});

test("the pages are 404 for a Member and for another organization", async ({
  page,
  tenant,
  browser,
  ownerUrl,
  baseURL,
}) => {
  await fill(ownerUrl, tenant, 1);
  const [token] = await withDatabase(
    ownerUrl,
    async (client) =>
      (await client.query<{ id: string }>(`SELECT "id" FROM "ApiToken" WHERE "organizationId" = $1`, [tenant.id])).rows,
  );
  const space = tenant.spaces[0].id;
  const paths = [
    "/admin/tokens",
    "/admin/tokens/new",
    `/admin/tokens/${token?.id}`,
    "/admin/settings/tokens",
    `/spaces/${space}/settings/tokens`,
    `/spaces/${space}/settings/tokens/new`,
  ];
  await signIn(page, tenant.member);
  for (const path of paths) {
    expect((await page.goto(path))?.status()).toBe(404);
    expect(await page.content()).not.toContain("Token 00001");
    const asData = await page.request.get(path, { headers: { rsc: "1" } });
    expect(await asData.text()).not.toContain("Token 00001");
  }
  const { createTenant } = await import("./tenant");
  const stranger = await createTenant(ownerUrl);
  const context = await browser.newContext({ baseURL });
  const other = await context.newPage();
  await signIn(other, stranger.superAdmin);
  for (const path of [
    `/admin/tokens/${token?.id}`,
    `/spaces/${space}/settings/tokens`,
    `/spaces/${space}/settings/tokens/new`,
  ]) {
    expect((await other.goto(path))?.status()).toBe(404);
  }
  await context.close();
});

test("the form offers only expirations that the organization's policy allows", async ({ page, tenant, ownerUrl }) => {
  await withDatabase(ownerUrl, (client) =>
    client.query(`UPDATE "Organization" SET "tokenMaxLifetimeDays" = 45 WHERE "id" = $1`, [tenant.id]),
  );
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await expect(page.getByLabel("Expiration").getByRole("option")).toHaveText(["30 days", "On a date…"]);
});
