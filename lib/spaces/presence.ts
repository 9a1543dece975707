import type { Tx } from "../db";
import { Prisma } from "../db/generated/client";
import { fail, type Result } from "../result";

/**
 * `not_found` unless the scope is there: a space of that organization or, where spaceId is null, the organization.
 * Call it after `decide`, which knows tenants but not which spaces they have.
 */
export function requireScope(client: Tx, organizationId: string, spaceId: string | null): Promise<Result> {
  return ask(client, organizationId, spaceId, Prisma.empty);
}

/** The same, and nobody deletes it before the transaction ends. */
export function holdScope(client: Tx, organizationId: string, spaceId: string | null): Promise<Result> {
  return ask(client, organizationId, spaceId, Prisma.sql`FOR KEY SHARE`);
}

/** The same, and nobody else who calls this for the same scope goes on before the transaction ends. */
export function lockScope(client: Tx, organizationId: string, spaceId: string | null): Promise<Result> {
  return ask(client, organizationId, spaceId, Prisma.sql`FOR NO KEY UPDATE`);
}

async function ask(client: Tx, organizationId: string, spaceId: string | null, lock: Prisma.Sql): Promise<Result> {
  const scope =
    spaceId === null
      ? Prisma.sql`"Organization" WHERE "id" = ${organizationId} AND "deletedAt" IS NULL`
      : Prisma.sql`"Space" WHERE "organizationId" = ${organizationId} AND "id" = ${spaceId}`;
  const found = await client.$queryRaw<unknown[]>(Prisma.sql`SELECT 1 FROM ${scope} ${lock}`);
  return found.length === 1 ? { ok: true } : fail("not_found");
}
