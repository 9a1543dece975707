import type { Tx } from "../platform/db";

/**
 * Whether the user belongs to an organization other than `except`. A disabled membership counts, because it can be
 * enabled again; one of a deleted organization does not.
 */
export async function isMember(client: Tx, userId: string, except?: string): Promise<boolean> {
  const where = { userId, organization: { deletedAt: null }, organizationId: { not: except } };
  return (await client.membership.count({ where })) > 0;
}

/** The user's organizations, in the order in which their audit chains are locked. */
export async function organizationsOf(tx: Tx, userId: string): Promise<string[]> {
  const memberships = await tx.membership.findMany({
    where: { userId, organization: { deletedAt: null } },
    orderBy: { organizationId: "asc" },
    select: { organizationId: true },
  });
  return memberships.map(({ organizationId }) => organizationId);
}
