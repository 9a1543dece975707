import { openDialog } from "./dialogs";
import { expect, signInByForm, test } from "./fixtures";
import { confirm, pick } from "./people-steps";

test("the audit log shows who did what, is filtered by the URL, and shows the changes", async ({ page, tenant }) => {
  await signInByForm(page, tenant.superAdmin, "/admin/members");
  await pick(page, tenant.member.name, "Disable…");
  await confirm(page, "Disable");
  await page.getByRole("link", { name: "Audit log" }).click();
  const log = page.getByRole("table", { name: "Audit events" });
  await expect(log).toContainText(`Disabled ${tenant.member.name}`);
  await expect(log).toContainText(`${tenant.superAdmin.name} signed in`);

  await page.getByLabel("About").selectOption({ label: "Members and invitations" });
  await expect(page).toHaveURL(/action=member\./);
  await expect(log).toContainText(`Disabled ${tenant.member.name}`);
  await expect(log).not.toContainText("signed in");
  await page.reload();
  await expect(log).not.toContainText("signed in");

  await log.getByRole("link", { name: tenant.superAdmin.name }).first().click();
  await expect(page).toHaveURL(/actor=/);
  await page.getByRole("link", { name: `Only by ${tenant.superAdmin.name}` }).click();
  await expect(page).not.toHaveURL(/actor=/);
  await page.goto("/admin/audit?to=2001-01-01");
  await expect(page.getByText("No events found")).toBeVisible();

  for (const search of ["member.dis", "127.0.0."]) {
    await page.goto(`/admin/audit?q=${search}`);
    await expect(log).toContainText(`Disabled ${tenant.member.name}`);
  }
  const disabled = log.getByRole("row").filter({ hasText: `Disabled ${tenant.member.name}` });
  await expect(disabled.getByRole("link", { name: /^Member/ })).toHaveAttribute("href", "/admin/members");
  await disabled.getByRole("link", { name: "All events about this member" }).click();
  await expect(page.getByRole("link", { name: "Only about one member" })).toBeVisible();
  await expect(log.getByRole("row")).toHaveCount(2);
});

test("an invitation's event shows its changes without the secret", async ({ page, tenant }) => {
  await signInByForm(page, tenant.superAdmin, "/admin/members");
  await page.getByRole("button", { name: "Invite member" }).click();
  await openDialog(page).getByLabel("E-mail").fill("hedy@example.com");
  await page.getByRole("button", { name: "Create invitation link" }).click();
  await page.getByRole("button", { name: "Show link" }).click();
  const secret = (await openDialog(page).getByText("/invite#").innerText()).split("#")[1] ?? "";
  await page.goto("/admin/audit");
  await page.getByText("Details of: Invited hedy@example.com").click();
  await expect(
    page.getByRole("table", { name: "Audit events" }).getByRole("definition").filter({ hasText: "hedy@example.com" }),
  ).toBeVisible();
  expect(secret).toHaveLength(43);
  expect(await page.content()).not.toContain(secret);
});

test.describe("in Los Angeles", () => {
  test.use({ timezoneId: "America/Los_Angeles" });

  test("the days of the audit log are the reader's, and the zone is named", async ({ page, tenant }) => {
    await signInByForm(page, tenant.superAdmin, "/admin/audit");
    await expect(page.getByText("Days in America/Los_Angeles")).toBeVisible();
    const today = new Intl.DateTimeFormat("en-CA", { timeZone: "America/Los_Angeles" }).format(new Date());
    await page.getByLabel("From").fill(today);
    await expect(page).toHaveURL(/from=[\d-]+&zone=America%2FLos_Angeles/);
    await expect(page.getByRole("table", { name: "Audit events" })).toContainText("signed in");
    await page.getByLabel("From").fill("");
    await expect(page).not.toHaveURL(/zone=/);
  });
});
