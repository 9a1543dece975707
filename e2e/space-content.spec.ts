import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { generateBundle } from "../tools/sample-data/bundle";
import { generateReport } from "../tools/sample-data/report";
import { expectAccessible } from "./accessibility";
import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { scannedPages } from "./people-steps";
import { createToken } from "./token-steps";
import { PHONE } from "./viewports";

const GOOD = generateBundle({ checks: 40, policies: 2, packs: 1 });
/** A duplicate uid at a known line. */
const BROKEN = GOOD.replace(/^( *)- uid: example-baseline-2$/m, "$1- uid: example-baseline-1");
const NAME = "Example Baseline 1";

const fileOf = (text: string) => ({ name: "baseline.yaml", mimeType: "application/yaml", buffer: Buffer.from(text) });

/** Opens the upload dialog of the current page, and chooses a file. */
async function upload(page: Page, text: string): Promise<void> {
  const dialog = openDialog(page);
  if (!(await dialog.isVisible()))
    await page
      .getByRole("button", { name: /^Upload / })
      .first()
      .click();
  await dialog.locator("input[type=file]").setInputFiles(fileOf(text));
}

const rowOf = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

test("a bundle is fixed, uploaded, assigned, downloaded unchanged, replaced on request, and deleted", async ({
  page,
  tenant,
}) => {
  const [space] = tenant.spaces;
  await signIn(page, tenant.admin, `/spaces/${space.id}/policies`);
  await expect(page.getByText("No policies yet")).toBeVisible();
  await expectAccessible(page);

  await upload(page, BROKEN);
  await expect(page.getByRole("alert").getByText("baseline.yaml was not stored")).toBeVisible();
  const line = BROKEN.split("\n").findLastIndex((text) => text.trim() === "- uid: example-baseline-1") + 1;
  await expect(page.getByRole("region", { name: `The file around line ${line}` })).toContainText(
    "- uid: example-baseline-1",
  );
  await expectAccessible(page);

  await upload(page, GOOD);
  // The dialog says that the query packs were skipped.
  await expect(openDialog(page).getByText("The query packs of this bundle were left out.")).toBeVisible();
  await openDialog(page).getByRole("button", { name: "Done" }).click();
  await expect(rowOf(page, NAME)).toContainText("example-baseline-1");

  await page.getByLabel(`Assignment of ${NAME}`).selectOption("Active");
  await expect(page.getByText(`“${NAME}” is active in this space`)).toBeVisible();
  await page.getByLabel("Assigned", { exact: true }).selectOption("Active");
  await expect(page).toHaveURL(/assigned=ACTIVE/);
  await expect(page.getByText("1 policy", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel(`Assignment of ${NAME}`)).toHaveValue("ACTIVE");
  await expectAccessible(page);

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: `Download ${NAME}` }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("example-baseline-1.yaml");
  expect(await readFile(await file.path(), "utf8")).toBe(GOOD);

  await upload(page, GOOD);
  await expect(page.getByText("2 policies already exist")).toBeVisible();
  await page.getByRole("button", { name: "Replace" }).click();
  await openDialog(page).getByRole("button", { name: "Done" }).click();
  await expect(page.getByLabel(`Assignment of ${NAME}`)).toHaveValue("ACTIVE");

  await page.getByRole("button", { name: `Delete ${NAME}` }).click();
  await expect(page.getByRole("alertdialog")).toContainText(`Agents stop running its 20 checks`);
  await expect(page.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.getByRole("button", { name: "Delete policy" }).click();
  await expect(page.getByText(`Deleted “${NAME}”`)).toBeVisible();
  await expect(rowOf(page, NAME)).toHaveCount(0);
});

test("an agent's report shows assets, scores and checks", async ({ page, tenant, baseURL }) => {
  const [space] = tenant.spaces;
  await signIn(page, tenant.superAdmin);
  const secret = await createToken(page, "Scanner", ["Agent"]);
  const posted = await fetch(new URL(`/api/v1/spaces/${space.id}/reports`, baseURL), {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: generateReport({ assets: 60, failedAssets: 2, scoresPerAsset: 30, form: "full" }),
  });
  expect(posted.status).toBe(201);

  await page.goto(`/spaces/${space.id}`);
  await expect(page.getByRole("list", { name: "Assets by score" }).getByRole("listitem")).toHaveCount(10);
  await expect(page.getByRole("table", { name: "Reports" }).getByRole("row")).toHaveCount(2);
  await expectAccessible(page);

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Assets" }).click();
  await expect(page.getByText("1–50 of 62 assets")).toBeVisible();
  await page.getByLabel("Platform").selectOption("debian");
  await expect(page).toHaveURL(/platform=debian/);
  await page.getByRole("link", { name: "Score" }).click();
  await expect(page).toHaveURL(/sort=score/);
  await page.locator("[data-row-link]").first().click();
  await expect(page.getByText("1–30 of 30 checks").or(page.getByText("The last scan failed"))).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/spaces/${space.id}/reports`);
  await expect(rowOf(page, "Scanner")).toContainText("2 failed");
});

test("a policy's checks have a page, linked from the list, the palette and the asset", async ({ page, tenant }) => {
  const [, space] = tenant.spaces;
  const title = "SSH baseline: root cannot sign in";
  await signIn(page, tenant.member, `/spaces/${space.id}/policies`);
  await page.getByRole("link", { name: "SSH baseline", exact: true }).click();
  await expect(page).toHaveTitle(/^SSH baseline · Policies/);
  await expect(rowOf(page, title)).toContainText("Critical");
  const mql = rowOf(page, title).getByText("PermitRootLogin");
  await expect(mql).toBeHidden();
  await page.getByText("What it asks").click();
  await expect(mql).toBeVisible();
  await expect(rowOf(page, title)).toContainText("Edit sshd_config.");
  await expectAccessible(page);
  await page.getByRole("searchbox").fill("nothing like it");
  await expect(page.getByText("“nothing like it”").first()).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Search pages, tokens, spaces and actions").fill("inventory");
  await page.getByRole("option", { name: "Inventory" }).click();
  await expect(page).toHaveTitle(/^Inventory · Query packs/);
  await expect(rowOf(page, "Inventory: root cannot sign in")).toBeVisible();

  // The scores of the asset and the policy are no checks.
  await page.goto(`/spaces/${space.id}/assets/${tenant.scanned.assetId}`);
  await expect(page.getByRole("table", { name: "Checks" }).getByRole("row")).toHaveCount(2);
  await expect(rowOf(page, title)).toContainText("Critical");
  await page.getByText("What it asks").click();
  await expect(rowOf(page, title).getByText("PermitRootLogin")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "SSH baseline" }).click();
  await expect(page).toHaveURL(new RegExp(`/policies/${tenant.scanned.policyId}\\?q=ssh-baseline-1$`));
  await expect(rowOf(page, title)).toBeVisible();
});

test("a Member can read and download, but not change", async ({ page, tenant, browser, baseURL }) => {
  const [space] = tenant.spaces;
  const context = await browser.newContext({ baseURL });
  const admin = await context.newPage();
  await signIn(admin, tenant.admin, `/spaces/${space.id}/querypacks`);
  await upload(admin, GOOD);
  await openDialog(admin).getByRole("button", { name: "Done" }).click();
  await expect(rowOf(admin, "Example Inventory 1")).toBeVisible();
  await context.close();

  await signIn(page, tenant.member, `/spaces/${space.id}/querypacks`);
  await expect(rowOf(page, "Example Inventory 1")).toContainText("Not assigned");
  for (const name of [/^Upload/, /^Delete/]) await expect(page.getByRole("button", { name })).toHaveCount(0);
  await expect(page.getByLabel(/^Assignment of/)).toHaveCount(0);
  const href = await page.getByRole("link", { name: /^Download/ }).getAttribute("href");
  const file = await page.request.get(href ?? "");
  expect([
    file.status(),
    await file.text(),
    file.headers()["cache-control"],
    file.headers()["x-content-type-options"],
  ]).toEqual([200, GOOD, "private, no-store", "nosniff"]);

  const origin = new URL(baseURL ?? "").origin;
  const refused = await page.request.post(`/spaces/${space.id}/querypacks/upload`, { headers: { origin }, data: GOOD });
  expect([refused.status(), ((await refused.json()) as { reason: string }).reason]).toEqual([
    403,
    "insufficient_scope",
  ]);
  const foreign = await page.request.post(`/spaces/${space.id}/querypacks/upload`, {
    headers: { origin: "https://evil.example" },
    data: GOOD,
  });
  expect(foreign.status()).toBe(403);
});

test("a space's pages and files are 404 for another organization", async ({
  page,
  tenant,
  ownerUrl,
  browser,
  baseURL,
}) => {
  const { createTenant } = await import("./tenant");
  const [space] = tenant.spaces;
  const context = await browser.newContext({ baseURL });
  const admin = await context.newPage();
  await signIn(admin, tenant.admin, `/spaces/${space.id}/querypacks`);
  await upload(admin, GOOD);
  await openDialog(admin).getByRole("button", { name: "Done" }).click();
  const href = (await admin.getByRole("link", { name: /^Download/ }).getAttribute("href")) ?? "";
  await context.close();

  const stranger = await createTenant(ownerUrl);
  await signIn(page, stranger.superAdmin);
  for (const path of ["", "/policies", "/querypacks", "/assets", "/reports"]) {
    expect((await page.goto(`/spaces/${space.id}${path}`))?.status()).toBe(404);
  }
  const own = stranger.spaces[0].id;
  const { policyId, querypackId } = tenant.scanned;
  for (const id of [tenant.spaces[1].id, own])
    for (const path of [`policies/${policyId}`, `querypacks/${querypackId}`, `policies/${stranger.scanned.policyId}`])
      expect((await page.goto(`/spaces/${id}/${path}`))?.status()).toBe(404);
  for (const path of [href, href.replace(space.id, own)]) expect((await page.request.get(path)).status()).toBe(404);
});

test("administrators can export the filtered audit log and verify it", async ({ page, tenant }) => {
  const [space] = tenant.spaces;
  await signIn(page, tenant.admin, `/spaces/${space.id}/policies`);
  await upload(page, GOOD);
  await openDialog(page).getByRole("button", { name: "Done" }).click();
  await page.getByLabel(`Assignment of ${NAME}`).selectOption("Ignored");
  await expect(page.getByText(`“${NAME}” is ignored in this space`)).toBeVisible();

  await page.goto("/admin/audit?action=policy.uploaded");
  await page.getByRole("button", { name: "Verify the log" }).click();
  await expect(page.getByText(/Verified up to now: [\d,]+ events in order/)).toBeVisible();
  await expectAccessible(page);
  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "JSON Lines" }).click();
  const lines = (await readFile(await (await saved).path(), "utf8")).trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { action: string }).action)).toEqual(["policy.uploaded"]);
  const table = await page.request.get("/admin/audit/export?format=csv");
  expect((await table.text()).split("\r\n")[0]).toMatch(/^\ufeffsequence,at,/);
  expect(table.headers()["content-disposition"]).toContain("attachment");
});

test("the export is 404 for a Member", async ({ page, tenant }) => {
  await signIn(page, tenant.member);
  expect((await page.request.get("/admin/audit/export?format=csv")).status()).toBe(404);
});

test("on a phone nothing overflows", async ({ page, tenant }) => {
  const [space] = tenant.spaces;
  await signIn(page, tenant.admin, `/spaces/${space.id}/policies`);
  await upload(page, GOOD);
  await openDialog(page).getByRole("button", { name: "Done" }).click();
  await page.setViewportSize(PHONE);
  for (const path of ["", "/policies", "/querypacks", "/assets", "/reports"]) {
    await page.goto(`/spaces/${space.id}${path}`);
    await expectAccessible(page);
  }
  for (const path of scannedPages(tenant)) {
    await page.goto(path);
    await page.getByText("What it asks").click();
    await expectAccessible(page);
  }
});
