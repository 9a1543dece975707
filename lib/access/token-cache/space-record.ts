import { prepared } from "../../platform/db/prepared";

const SPACES_OF = {
  name: "spaces_of_organization",
  text: `SELECT "id" FROM "Space" WHERE "organizationId" = $1 AND "id" = ANY($2)`,
};

/** Those spaces that belong to the organization. One prepared statement. Throws if the database is unavailable. */
export async function findSpacesOf(organizationId: string, spaceIds: readonly string[]): Promise<string[]> {
  const rows = await prepared<{ id: string }>(SPACES_OF, [organizationId, spaceIds]);
  return rows.map(({ id }) => id);
}
