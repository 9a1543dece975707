import { grantableWith } from "../authorization/granting";
import type { Permission } from "../authorization/permissions";
import type { Tx } from "../db";

/** The ids of a token and of all that it made, directly or not. */
const FAMILY = `WITH RECURSIVE family AS (
  SELECT "id" FROM "ApiToken" WHERE "organizationId" = $1 AND "id" = $2::uuid
  UNION ALL
  SELECT c."id" FROM "ApiToken" c JOIN family f ON c."organizationId" = $1 AND c."parentId" = f."id"
)`;

/**
 * Revokes a token and its descendants, and returns their ids. Repeats until a round finds nothing: a token that is
 * being made holds its maker in place, so that this waits for it, and the next round sees it.
 */
export async function revokeWithDescendants(tx: Tx, organizationId: string, tokenId: string, byName: string): Promise<string[]> {
  const revoked: string[] = [];
  for (;;) {
    const rows = await tx.$queryRawUnsafe<{ id: string }[]>(
      `${FAMILY} UPDATE "ApiToken" t SET "revokedAt" = clock_timestamp(), "revokedByName" = $3, "updatedAt" = now(), "version" = t."version" + 1
       FROM family WHERE t."organizationId" = $1 AND t."id" = family."id" AND t."revokedAt" IS NULL RETURNING t."id"`,
      organizationId,
      tokenId,
      byName,
    );
    if (rows.length === 0) return revoked;
    revoked.push(...rows.map((row) => row.id));
  }
}

/** Cuts the life of a token's descendants to `end`, and returns the ids of those that it cut; null cuts none. */
export async function endDescendantsBy(tx: Tx, organizationId: string, tokenId: string, end: Date | null): Promise<string[]> {
  if (end === null) return [];
  const cut = await tx.$queryRawUnsafe<{ id: string }[]>(
    `${FAMILY} UPDATE "ApiToken" t SET "expiresAt" = $3, "updatedAt" = now(), "version" = t."version" + 1
     FROM family WHERE t."organizationId" = $1 AND t."id" = family."id" AND t."id" <> $2::uuid AND t."revokedAt" IS NULL
       AND (t."expiresAt" IS NULL OR t."expiresAt" > $3) RETURNING t."id"`,
    organizationId,
    tokenId,
    end,
  );
  return cut.map((row) => row.id);
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
export async function narrowDescendants(tx: Tx, maker: Held, byName: string): Promise<{ narrowed: string[]; revoked: string[] }> {
  const changed = { narrowed: [] as string[], revoked: [] as string[] };
  const makers = [maker];
  for (let next = makers.pop(); next; next = makers.pop()) {
    const grantable = grantableWith(next.permissions);
    for (const child of await lockChildren(tx, next)) {
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

function lockChildren(tx: Tx, { organizationId, id }: Held): Promise<Held[]> {
  return tx.$queryRaw<Held[]>`SELECT "organizationId", "id", "permissions"::text[] AS "permissions" FROM "ApiToken"
    WHERE "organizationId" = ${organizationId} AND "parentId" = ${id}::uuid AND "revokedAt" IS NULL ORDER BY "id" FOR NO KEY UPDATE`;
}
