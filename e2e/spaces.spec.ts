import { openDialog } from "./dialogs";
import { expect, signIn, test } from "./fixtures";
import { visit } from "./people-steps";

test("create, edit and delete a space", async ({ page, tenant }) => {
  const id = `venus-${tenant.code.toLowerCase()}`;
  await signIn(page, tenant.superAdmin, "/admin/spaces");
  await page.getByRole("button", { name: "Create space" }).click();
  const dialog = openDialog(page);
  await dialog.getByLabel("Name").fill("Venus Express");
  await dialog.getByLabel("Id").fill(tenant.spaces[0].id);
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(dialog.getByText("This id is taken.")).toBeVisible();
  await expect(dialog.getByLabel("Id")).toBeFocused();
  await dialog.getByLabel("Id").fill(id);
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(
    page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Venus Express" }),
  ).toBeVisible();

  await page.goto(`/spaces/${id}`);
  await page.getByRole("link", { name: "Settings of Venus Express" }).click();
  await page.getByLabel("Description").fill("Around the second planet.");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved the space")).toBeVisible();

  await page.getByRole("button", { name: "Delete space…" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await question.getByLabel("Type Venus Express to confirm").fill("venus express");
  await question.getByRole("button", { name: "Delete space" }).click();
  await expect(question.getByText("exactly as shown")).toBeVisible();
  await question.getByLabel("Type Venus Express to confirm").fill("Venus Express");
  await question.getByRole("button", { name: "Delete space" }).click();
  await expect(page).toHaveURL("/admin/spaces");
  await expect(page.getByRole("table", { name: "Spaces" })).not.toContainText("Venus Express");
  expect((await visit(page, `/spaces/${id}`)).status()).toBe(404);
});

test("the second of two edits of a space is refused with a message", async ({ page, tenant, context }) => {
  const path = `/spaces/${tenant.spaces[0].id}/settings`;
  await signIn(page, tenant.admin, path);
  const second = await context.newPage();
  await second.goto(path);
  await page.getByLabel("Name").fill("Mars Rover One");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved the space")).toBeVisible();
  await second.getByLabel("Name").fill("Mars Rover Two");
  await second.getByRole("button", { name: "Save" }).click();
  await expect(second.getByText("Someone else changed this.")).toBeVisible();
  await expect(second.getByLabel("Name")).toHaveValue("Mars Rover Two");
});

test("an Admin can edit but not delete spaces", async ({ page, tenant }) => {
  await signIn(page, tenant.admin, `/spaces/${tenant.spaces[0].id}/settings`);
  await expect(page.getByRole("button", { name: "Save" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete space…" })).toHaveCount(0);
});
