import { toSpaceAccess } from "../access/authorization/actor";
import { grantableWith, grantsScopesWith } from "../access/authorization/granting";
import type { Permission } from "../access/authorization/permissions";
import type { Tx } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";

/**
 * Not revoked, said so that no index of tokens that are not revoked is used: on a table without statistics the planner
 * takes such an index instead of the ids, and reads all tokens of the organization for each.
 */
const NOT_REVOKED = Prisma.sql`COALESCE("revokedAt", 'infinity') = 'infinity'`;

/**
 * Locks the descendants of a locked token and returns the ids of those that are not revoked, parents first. It looks
 * until it finds none that it has not locked: a child that is being created holds a lock on its parent, so the lock on
 * the parent waits for it, and the next look sees it. A child that is being edited is seen after the edit. Locks run
 * downwards, so two of these never deadlock. The statement leaves no join to the planner: with old statistics of the
 * table it would compare all descendants with each other.
 */
export async function lockDescendants(tx: Tx, organizationId: string, tokenId: string): Promise<string[]> {
  const found: string[] = [];
  for (let last = -1; last !== found.length;) {
    last = found.length;
    const rows = await tx.$queryRaw<{ id: string }[]>`
      WITH RECURSIVE family AS (
        SELECT ${tokenId}::uuid AS "id", 0 AS "depth"
        UNION ALL
        SELECT c."id", f."depth" + 1 FROM family f CROSS JOIN LATERAL (
          SELECT "id", "revokedAt" FROM "ApiToken"
          WHERE "organizationId" = ${organizationId} AND "parentId" = f."id" OFFSET 0) c
        WHERE c."revokedAt" IS NULL)
      SELECT t."id" FROM (
        SELECT "id" FROM family
        WHERE "depth" > 0 AND "id" NOT IN (SELECT unnest(${found}::uuid[])) ORDER BY "depth", "id") f
      CROSS JOIN LATERAL (
        SELECT "id" FROM "ApiToken"
        WHERE "organizationId" = ${organizationId} AND "id" = f."id" AND ${NOT_REVOKED} FOR NO KEY UPDATE) t`;
    found.push(...rows.map(({ id }) => id));
  }
  return found;
}

/** Revokes a locked token and its descendants, and returns their ids. */
export async function revokeWithDescendants(
  tx: Tx,
  organizationId: string,
  tokenId: string,
  byName: string,
): Promise<string[]> {
  const family = [tokenId, ...(await lockDescendants(tx, organizationId, tokenId))];
  return revoke(tx, organizationId, family, byName);
}

async function revoke(tx: Tx, organizationId: string, tokenIds: readonly string[], byName: string): Promise<string[]> {
  if (tokenIds.length === 0) return [];
  const revoked = await tx.$queryRaw<{ id: string }[]>`
    UPDATE "ApiToken" SET "revokedAt" = clock_timestamp(), "revokedByName" = ${byName}, "updatedAt" = now(),
      "version" = "version" + 1
    WHERE "organizationId" = ${organizationId} AND "id" = ANY(${[...tokenIds]}::uuid[]) AND ${NOT_REVOKED}
    RETURNING "id"`;
  return revoked.map(({ id }) => id);
}

/**
 * Makes a locked token's descendants expire at `end` or earlier. Returns the ids of those that changed; null changes
 * none.
 */
export async function shortenDescendants(
  tx: Tx,
  organizationId: string,
  tokenId: string,
  end: Date | null,
): Promise<string[]> {
  if (end === null) return [];
  const descendants = await lockDescendants(tx, organizationId, tokenId);
  const shortened = await tx.$queryRaw<{ id: string }[]>`
    UPDATE "ApiToken" SET "expiresAt" = ${end}, "updatedAt" = now(), "version" = "version" + 1
    WHERE "organizationId" = ${organizationId} AND "id" = ANY(${descendants}::uuid[])
      AND ("expiresAt" IS NULL OR "expiresAt" > ${end}) RETURNING "id"`;
  return shortened.map(({ id }) => id);
}

/** Gives a locked token's descendants its subject. Returns the ids of those that changed. */
export async function passSubjectOn(
  tx: Tx,
  organizationId: string,
  tokenId: string,
  subject: string | null,
): Promise<string[]> {
  const descendants = await lockDescendants(tx, organizationId, tokenId);
  const changed = await tx.$queryRaw<{ id: string }[]>`
    UPDATE "ApiToken" SET "subject" = ${subject}, "updatedAt" = now(), "version" = "version" + 1
    WHERE "organizationId" = ${organizationId} AND "id" = ANY(${descendants}::uuid[])
      AND "subject" IS DISTINCT FROM ${subject} RETURNING "id"`;
  return changed.map(({ id }) => id);
}

/**
 * Binds a locked token's descendants to these APIs, or to those of them that they are bound to. Not Issuers, which
 * verify nothing and have no children. Returns the ids of those that changed.
 */
export async function bindDescendants(
  tx: Tx,
  organizationId: string,
  tokenId: string,
  apiIds: readonly string[],
): Promise<string[]> {
  const descendants = await lockDescendants(tx, organizationId, tokenId);
  const changed = await tx.$queryRaw<{ id: string }[]>`
    WITH bindable AS MATERIALIZED (
      SELECT "id", "boundToApis" FROM "ApiToken"
      WHERE "organizationId" = ${organizationId} AND "id" = ANY(${descendants}::uuid[])
        AND 'issuer' <> ALL("permissions")
    ), lost AS (
      DELETE FROM "TokenIssue" WHERE "organizationId" = ${organizationId}
        AND "tokenId" IN (SELECT "id" FROM bindable WHERE "boundToApis") AND "apiId" <> ALL(${apiIds}::uuid[])
      RETURNING "tokenId"
    ), gained AS (
      INSERT INTO "TokenIssue" ("organizationId", "tokenId", "apiId", "allScopes", "scopeIds")
      SELECT ${organizationId}, "id", "apiId", TRUE, '{}' FROM bindable CROSS JOIN unnest(${apiIds}::uuid[]) AS "apiId"
      WHERE NOT "boundToApis"
    )
    UPDATE "ApiToken" SET "boundToApis" = TRUE, "updatedAt" = now(), "version" = "version" + 1
    WHERE "organizationId" = ${organizationId} AND "id" IN (
      SELECT "id" FROM bindable WHERE NOT "boundToApis" UNION SELECT "tokenId" FROM lost) RETURNING "id"`;
  return changed.map(({ id }) => id);
}

/** What decides what a token can grant. */
interface Grantor {
  readonly id: string;
  readonly spaceId: string | null;
  readonly permissions: readonly Permission[];
}

interface Descendant extends Grantor {
  readonly parentId: string;
  /** Whether it has scopes of APIs. */
  readonly scopes: boolean;
}

/**
 * Removes permissions and scopes that `parent` can no longer grant from its children, and so on down. A child left
 * without both is revoked with its descendants. `parent` must be locked: children created at the same time wait for the
 * lock, and see its new permissions. Returns the ids of both. The number of descendants does not change the number of
 * statements.
 */
export async function narrowDescendants(
  tx: Tx,
  organizationId: string,
  parent: Grantor,
  byName: string,
): Promise<{ narrowed: string[]; revoked: string[] }> {
  const descendants = await lockDescendants(tx, organizationId, parent.id);
  if (descendants.length === 0) return { narrowed: [], revoked: [] };
  const plan = planNarrowing(parent, await findHoldings(tx, organizationId, descendants));
  if (plan.withoutScopes.length > 0)
    await tx.$executeRaw`DELETE FROM "TokenGrant"
      WHERE "organizationId" = ${organizationId} AND "tokenId" = ANY(${plan.withoutScopes}::uuid[])`;
  const narrowed = await keepPermissions(tx, organizationId, plan.narrowed);
  return { narrowed, revoked: await revoke(tx, organizationId, plan.revoked, byName) };
}

/**
 * What locked tokens hold, in the order of their ids here. Not read with the lock: a statement that waited for a lock
 * still reads other tables as they were before.
 */
async function findHoldings(tx: Tx, organizationId: string, tokenIds: readonly string[]): Promise<Descendant[]> {
  const rows = await tx.$queryRaw<Descendant[]>`
    SELECT t."id", t."parentId", t."spaceId", t."permissions"::text[] AS "permissions",
      EXISTS (SELECT FROM "TokenGrant" g
        WHERE g."organizationId" = t."organizationId" AND g."tokenId" = t."id") AS "scopes"
    FROM "ApiToken" t WHERE t."organizationId" = ${organizationId} AND t."id" = ANY(${[...tokenIds]}::uuid[])`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return tokenIds.flatMap((id) => byId.get(id) ?? []);
}

interface NarrowingPlan {
  readonly narrowed: readonly Grantor[];
  readonly withoutScopes: readonly string[];
  readonly revoked: readonly string[];
}

/** Plans the narrowing of descendants, parents first. `parent` and what is planned have the new permissions. */
function planNarrowing(parent: Grantor, descendants: readonly Descendant[]): NarrowingPlan {
  const narrowed = new Map<string, Grantor>();
  const revoked = new Set<string>();
  const withoutScopes: string[] = [];
  for (const token of descendants) {
    const grantor = token.parentId === parent.id ? parent : narrowed.get(token.parentId);
    const permissions = grantor ? grantableFrom(grantor, token.permissions) : token.permissions;
    const losesScopes = token.scopes && grantor !== undefined && !grantsScopesFrom(grantor);
    const keepsNothing = permissions.length === 0 && (!token.scopes || losesScopes);
    if (losesScopes) withoutScopes.push(token.id);
    if (revoked.has(token.parentId) || keepsNothing) revoked.add(token.id);
    else if (losesScopes || permissions.length < token.permissions.length)
      narrowed.set(token.id, { ...token, permissions });
  }
  return { narrowed: [...narrowed.values()], withoutScopes, revoked: [...revoked] };
}

function grantableFrom(grantor: Grantor, permissions: readonly Permission[]): readonly Permission[] {
  const grantable = grantableWith(grantor.permissions);
  return permissions.filter((permission) => grantable.includes(permission));
}

function grantsScopesFrom({ permissions, spaceId }: Grantor): boolean {
  return grantsScopesWith(permissions, toSpaceAccess(spaceId));
}

/** Sets the permissions of locked tokens, with one statement for all that keep the same ones. Returns their ids. */
async function keepPermissions(tx: Tx, organizationId: string, tokens: readonly Grantor[]): Promise<string[]> {
  const alike = new Map<string, string[]>();
  for (const { id, permissions } of tokens) {
    const key = `{${permissions.join(",")}}`;
    const ids = alike.get(key) ?? [];
    ids.push(id);
    alike.set(key, ids);
  }
  for (const [permissions, ids] of alike)
    await tx.$executeRaw`
      UPDATE "ApiToken" SET "permissions" = ${permissions}::text::"Permission"[], "updatedAt" = now(),
        "version" = "version" + 1
      WHERE "organizationId" = ${organizationId} AND "id" = ANY(${ids}::uuid[])`;
  return tokens.map(({ id }) => id);
}
