import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { withDatabase, type Tenant } from "./tenant";

export const BILLING = "https://billing.acme.example";

/** Registers an API in the database. Returns the path of its page. */
export async function insertApi(
  ownerUrl: string,
  tenant: Tenant,
  { name = "Billing", identifier = BILLING, scopes = ["invoices:read", "invoices:write"] } = {},
): Promise<string> {
  const id = randomUUID();
  await withDatabase(ownerUrl, async (client) => {
    await client.query(
      `INSERT INTO "Api"("id", "organizationId", "identifier", "name", "updatedAt") VALUES ($1, $2, $3, $4, now())`,
      [id, tenant.id, identifier, name],
    );
    await client.query(
      `INSERT INTO "ApiScope"("id", "organizationId", "apiId", "name") SELECT gen_random_uuid(), $1, $2, unnest($3::text[])`,
      [tenant.id, id, scopes],
    );
  });
  return `/admin/apis/${id}`;
}

/** Fills in the scope of a row. */
export async function fillScope(page: Page, position: number, name: string, description = ""): Promise<void> {
  await page.getByLabel(`Scope ${position}`, { exact: true }).fill(name);
  await page.getByLabel(`Description ${position}`, { exact: true }).fill(description);
}

/** Checks the names of the API's scopes, on its page. */
export async function expectScopes(page: Page, names: readonly string[]): Promise<void> {
  await expect(page.getByRole("table", { name: "Scopes" }).getByRole("row").locator("td:first-child")).toHaveText([
    ...names,
  ]);
}
