import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { createToken } from "./token-steps";

test.use({ viewport: { width: 1280, height: 500 } });

test("the error of a form is scrolled to and focused, so that it is seen and heard", async ({ page, tenant }) => {
  await signIn(page, tenant.superAdmin, "/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill("CI scanner");
  await page.route("/admin/tokens/new", (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  const create = page.getByRole("button", { name: "Create", exact: true });
  for (const _attempt of [1, 2]) {
    await create.scrollIntoViewIfNeeded();
    await create.click();
    const error = page.getByRole("main").getByRole("alert");
    await expect(error).toBeFocused();
    await expect(error).toBeInViewport({ ratio: 1 });
  }
});

test("the error of a dialog is scrolled to and focused, also when someone else was faster", async ({
  page,
  tenant,
}) => {
  await signIn(page, tenant.superAdmin);
  await createToken(page, "CI scanner");
  const other = await page.context().newPage();
  await other.goto("/admin/tokens");
  await page.getByRole("button", { name: "Edit CI scanner" }).click();
  await page.getByLabel("Description").fill("Scans");
  await other.getByRole("button", { name: "Edit CI scanner" }).click();
  await other.getByLabel("Description").fill("Scans all");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(openDialog(other)).toHaveCount(0);
  await page.getByRole("button", { name: "Save" }).click();
  const alert = openDialog(page).getByRole("alert");
  await expect(alert).toBeFocused();
  await expect(alert).toBeInViewport({ ratio: 1 });
});
