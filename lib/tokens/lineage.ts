import { grantableWith } from "../access/authorization/granting";
import type { Permission } from "../access/authorization/permissions";
import type { Tx } from "../platform/db";

/**
 * Locks what a locked token made, directly or not, and returns the ids of what is not revoked. A maker is locked before
 * its children are looked for: a token that is being made holds its maker in place, so that this waits for it and sees
 * it; and one that is being edited is seen as it is afterwards. Always downwards, so that two never wait for each other.
 */
async function lockDescendants(tx: Tx, organizationId: string, tokenId: string): Promise<string[]> {
  const found: string[] = [];
  for (let makers = [tokenId]; makers.length > 0;) {
    makers = (await lockChildren(tx, organizationId, makers)).map(({ id }) => id);
    found.push(...makers);
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
    UPDATE "ApiToken" SET "revokedAt" = clock_timestamp(), "revokedByName" = ${byName}, "updatedAt" = now(), "version" = "version" + 1
    WHERE "organizationId" = ${organizationId} AND "id" = ANY(${family}::uuid[]) AND "revokedAt" IS NULL RETURNING "id"`;
  return revoked.map(({ id }) => id);
}

/** Cuts the life of a locked token's descendants to `end`, and returns the ids of those that it cut; null cuts none. */
export async function endDescendantsBy(
  tx: Tx,
  organizationId: string,
  tokenId: string,
  end: Date | null,
): Promise<string[]> {
  if (end === null) return [];
  const descendants = await lockDescendants(tx, organizationId, tokenId);
  const cut = await tx.$queryRaw<{ id: string }[]>`
    UPDATE "ApiToken" SET "expiresAt" = ${end}, "updatedAt" = now(), "version" = "version" + 1
    WHERE "organizationId" = ${organizationId} AND "id" = ANY(${descendants}::uuid[])
      AND ("expiresAt" IS NULL OR "expiresAt" > ${end}) RETURNING "id"`;
  return cut.map(({ id }) => id);
}

interface Held {
  readonly organizationId: string;
  readonly id: string;
  readonly permissions: readonly Permission[];
}

/**
 * Takes from the tokens that `maker` made what it may not grant any more, and so on down. One that would be left with
 * nothing is revoked, with all that it made. `maker` must be locked: what it makes meanwhile waits, and sees what it
 * holds afterwards. Returns the ids of both.
 */
export async function narrowDescendants(
  tx: Tx,
  maker: Held,
  byName: string,
): Promise<{ narrowed: string[]; revoked: string[] }> {
  const changed = { narrowed: [] as string[], revoked: [] as string[] };
  const makers = [maker];
  for (let next = makers.pop(); next; next = makers.pop()) {
    const grantable = grantableWith(next.permissions);
    for (const child of await lockChildren(tx, next.organizationId, [next.id])) {
      const kept = child.permissions.filter((permission) => grantable.includes(permission));
      if (kept.length === child.permissions.length) continue;
      if (kept.length === 0) {
        changed.revoked.push(...(await revokeWithDescendants(tx, child.organizationId, child.id, byName)));
        continue;
      }
      await tx.apiToken.update({ where: { id: child.id }, data: { permissions: kept, version: { increment: 1 } } });
      changed.narrowed.push(child.id);
      makers.push({ ...child, permissions: kept });
    }
  }
  return changed;
}

function lockChildren(tx: Tx, organizationId: string, makers: readonly string[]): Promise<Held[]> {
  return tx.$queryRaw<Held[]>`SELECT "organizationId", "id", "permissions"::text[] AS "permissions" FROM "ApiToken"
    WHERE "organizationId" = ${organizationId} AND "parentId" = ANY(${makers}::uuid[]) AND "revokedAt" IS NULL ORDER BY "id" FOR NO KEY UPDATE`;
}
