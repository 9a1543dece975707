import type { Actor } from "./actor";
import { decide, type Decision } from "./decide";
import type { Action } from "./permissions";
import type { Tx } from "../../platform/db";
import { Prisma } from "../../platform/db/generated/client";
import { fail, type Result } from "../../platform/result/result";
import { slug } from "../../platform/validation/fields";

/**
 * `not_found` unless the space exists in this organization. A null spaceId means the organization itself.
 */
export function requireSpaceExists(client: Tx, organizationId: string, spaceId: string | null): Promise<Result> {
  return selectSpace(client, organizationId, spaceId, Prisma.empty);
}

/** The same, and locks the row FOR KEY SHARE: it cannot be deleted before the transaction ends. */
export function lockSpaceForShare(client: Tx, organizationId: string, spaceId: string | null): Promise<Result> {
  return selectSpace(client, organizationId, spaceId, Prisma.sql`FOR KEY SHARE`);
}

/** The same, and locks the row FOR NO KEY UPDATE: only one transaction at a time holds this lock. */
export function lockSpaceForUpdate(client: Tx, organizationId: string, spaceId: string | null): Promise<Result> {
  return selectSpace(client, organizationId, spaceId, Prisma.sql`FOR NO KEY UPDATE`);
}

async function selectSpace(
  client: Tx,
  organizationId: string,
  spaceId: string | null,
  lock: Prisma.Sql,
): Promise<Result> {
  if (spaceId !== null && !slug.safeParse(spaceId).success) return fail("not_found");
  const table =
    spaceId === null
      ? Prisma.sql`"Organization" WHERE "id" = ${organizationId} AND "deletedAt" IS NULL`
      : Prisma.sql`"Space" WHERE "organizationId" = ${organizationId} AND "id" = ${spaceId}`;
  const found = await client.$queryRaw<unknown[]>(Prisma.sql`SELECT 1 FROM ${table} ${lock}`);
  return found.length === 1 ? { ok: true } : fail("not_found");
}

/**
 * Whether `actor` may do `action` in a space that exists. `decide` knows tenants, but not which spaces they have. A
 * foreign or missing space is `not_found` for every actor.
 */
export async function authorizeIn(client: Tx, actor: Actor, action: Action, spaceId: string | null): Promise<Decision> {
  const decision = decide(actor, action, { organizationId: actor.organizationId, spaceId });
  if (spaceId === null || (!decision.ok && decision.reason === "not_found")) return decision;
  const existing = await requireSpaceExists(client, actor.organizationId, spaceId);
  return existing.ok ? decision : existing;
}
