import { toSpaceAccess } from "../access/authorization/actor";
import { grantableWith, grantsScopesWith } from "../access/authorization/granting";
import type { Permission } from "../access/authorization/permissions";
import type { Tx } from "../platform/db";

/**
 * Locks the descendants of a locked token and returns the ids of those that are not revoked. A parent is locked before
 * its children are read: a child that is being created holds a lock on its parent, so this waits for it and sees it. A
 * child that is being edited is seen after the edit. Locks always run downwards, so two of these never deadlock.
 */
async function lockDescendants(tx: Tx, organizationId: string, tokenId: string): Promise<string[]> {
  const found: string[] = [];
  for (let parents = [tokenId]; parents.length > 0;) {
    parents = (await lockChildren(tx, organizationId, parents)).map(({ id }) => id);
    found.push(...parents);
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
  const revoked = await tx.$queryRaw<{ id: string }[]>`
    UPDATE "ApiToken" SET "revokedAt" = clock_timestamp(), "revokedByName" = ${byName}, "updatedAt" = now(),
      "version" = "version" + 1
    WHERE "organizationId" = ${organizationId} AND "id" = ANY(${family}::uuid[]) AND "revokedAt" IS NULL
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

interface HeldPermissions {
  readonly organizationId: string;
  readonly id: string;
  readonly spaceId: string | null;
  readonly permissions: readonly Permission[];
}

interface ChildPermissions extends HeldPermissions {
  /** Whether it has scopes of APIs. */
  readonly scopes: boolean;
}

/**
 * Removes permissions and scopes that `parent` can no longer grant from its children, and so on down. A child left
 * without both is revoked with its descendants. `parent` must be locked: children created at the same time wait for the
 * lock, and see its new permissions. Returns the ids of both.
 */
export async function narrowDescendants(
  tx: Tx,
  parent: HeldPermissions,
  byName: string,
): Promise<{ narrowed: string[]; revoked: string[] }> {
  const changed = { narrowed: [] as string[], revoked: [] as string[] };
  const parents = [parent];
  for (let next = parents.pop(); next; next = parents.pop()) {
    const grantable = grantableWith(next.permissions);
    const grantsScopes = grantsScopesWith(next.permissions, toSpaceAccess(next.spaceId));
    for (const child of await lockChildren(tx, next.organizationId, [next.id])) {
      const kept = child.permissions.filter((permission) => grantable.includes(permission));
      const losesScopes = child.scopes && !grantsScopes;
      if (kept.length === child.permissions.length && !losesScopes) continue;
      if (losesScopes)
        await tx.tokenGrant.deleteMany({ where: { organizationId: child.organizationId, tokenId: child.id } });
      if (kept.length === 0 && (!child.scopes || losesScopes)) {
        changed.revoked.push(...(await revokeWithDescendants(tx, child.organizationId, child.id, byName)));
        continue;
      }
      await tx.apiToken.update({ where: { id: child.id }, data: { permissions: kept, version: { increment: 1 } } });
      changed.narrowed.push(child.id);
      parents.push({ ...child, permissions: kept });
    }
  }
  return changed;
}

function lockChildren(tx: Tx, organizationId: string, parents: readonly string[]): Promise<ChildPermissions[]> {
  return tx.$queryRaw<
    ChildPermissions[]
  >`SELECT "organizationId", "id", "spaceId", "permissions"::text[] AS "permissions",
      EXISTS (SELECT FROM "TokenGrant" g
        WHERE g."organizationId" = t."organizationId" AND g."tokenId" = t."id") AS "scopes"
    FROM "ApiToken" t
    WHERE "organizationId" = ${organizationId} AND "parentId" = ANY(${parents}::uuid[]) AND "revokedAt" IS NULL
    ORDER BY "id" FOR NO KEY UPDATE`;
}
