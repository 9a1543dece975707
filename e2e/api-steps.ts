import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { signIn } from "./fixtures";
import { withDatabase, type Tenant } from "./tenant";
import { readSecret, row, saveSecret } from "./token-steps";

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
      `INSERT INTO "ApiScope"("id", "organizationId", "apiId", "name")
        SELECT gen_random_uuid(), $1, $2, unnest($3::text[])`,
      [tenant.id, id, scopes],
    );
  });
  return `/admin/apis/${id}`;
}

/** Registers an API with scopes by the form. Shows its page and returns its path. */
export async function registerBilling(page: Page, scopes: readonly string[]): Promise<string> {
  await page.goto("/admin/apis/new");
  await page.getByLabel("Identifier").fill(BILLING);
  await page.getByLabel("Name", { exact: true }).fill("Billing");
  await page.getByText("Enter many, one per line").click();
  await page.getByLabel("One scope per line").fill(scopes.join("\n"));
  await page.getByRole("button", { name: "Register", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Billing", level: 1 })).toBeVisible();
  return new URL(page.url()).pathname;
}

/** Creates a token that has scopes of the tenant's only API and nothing else. Shows the list and returns its secret. */
export async function createScopedToken(page: Page, name: string, scopes: readonly string[]): Promise<string> {
  await page.goto("/admin/tokens/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByText(/^0 of \d+ chosen$/).click();
  for (const scope of scopes) await page.getByLabel(scope).check();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const secret = await readSecret(page);
  await saveSecret(page);
  return secret;
}

export const MAIL = "https://mail.acme.example";

/** Registers “Billing” and “Mail” in the database. */
export async function insertBillingAndMail(ownerUrl: string, tenant: Tenant): Promise<void> {
  await insertApi(ownerUrl, tenant);
  await insertApi(ownerUrl, tenant, { name: "Mail", identifier: MAIL, scopes: ["send"] });
}

/** Registers APIs "API 000", "API 001" and so on in the database, each with the scope `read`. */
export async function insertApis(ownerUrl: string, tenant: Tenant, count: number): Promise<void> {
  await withDatabase(ownerUrl, (client) =>
    client.query(
      `WITH made AS (
         INSERT INTO "Api"("id", "organizationId", "identifier", "name", "updatedAt")
         SELECT gen_random_uuid(), $1, 'urn:acme:' || n, 'API ' || lpad(n::text, 3, '0'), now()
         FROM generate_series(0, $2::int - 1) n RETURNING "id")
       INSERT INTO "ApiScope"("id", "organizationId", "apiId", "name")
       SELECT gen_random_uuid(), $1, "id", 'read' FROM made`,
      [tenant.id, count],
    ),
  );
}

/** Creates tokens for a subject in the database, all of them used at `usedAt`. */
export async function insertTokens(
  ownerUrl: string,
  tenant: Tenant,
  subject: string,
  names: readonly string[],
  { usedAt = null }: { usedAt?: Date | null } = {},
): Promise<void> {
  await withDatabase(ownerUrl, (client) =>
    client.query(
      `WITH made AS (
         INSERT INTO "ApiToken"
           ("id", "organizationId", "name", "permissions", "subject", "hint", "createdByName", "updatedAt")
         SELECT gen_random_uuid(), $1, unnest($3::text[]), '{viewer}', $2, 'latch_…0000', 'Ada', now() RETURNING "id")
       INSERT INTO "TokenActivity"("organizationId", "tokenId", "at")
       SELECT $1, "id", $4 FROM made WHERE $4::timestamptz IS NOT NULL`,
      [tenant.id, subject, [...names], usedAt],
    ),
  );
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

/** Checks the scopes of an API that a token has, on its page. */
export async function expectGrants(page: Page, names: readonly string[]): Promise<void> {
  await expect(page.getByRole("definition").filter({ hasText: BILLING }).locator("li li")).toHaveText([...names]);
}

/**
 * Registers an API and creates a token with `invoices:read` only, used once from 192.0.2.7. Shows its page and returns
 * its path.
 */
export async function createReader(page: Page, tenant: Tenant, ownerUrl: string): Promise<string> {
  await insertApi(ownerUrl, tenant, { scopes: ["invoices:read", "invoices:write", "refunds"] });
  await signIn(page, tenant.admin);
  await createScopedToken(page, "Reader", ["invoices:read"]);
  await withDatabase(ownerUrl, (client) =>
    client.query(
      `INSERT INTO "TokenActivity"("organizationId", "tokenId", "at", "address")
       SELECT "organizationId", "id", now(), '192.0.2.7' FROM "ApiToken"
       WHERE "organizationId" = $1 AND "name" = 'Reader'`,
      [tenant.id],
    ),
  );
  await row(page, "Reader").getByRole("link", { name: "Reader" }).click();
  await expect(page.getByRole("heading", { name: "Reader", level: 1 })).toBeVisible();
  return new URL(page.url()).pathname;
}
