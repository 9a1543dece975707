import { prepared } from "../../platform/db/prepared";

const SPACE_OF = {
  name: "space_of_organization",
  text: `SELECT FROM "Space" WHERE "organizationId" = $1 AND "id" = $2`,
};

/** Whether the space belongs to the organization. One prepared statement. Throws if the database is unavailable. */
export async function isSpaceOf(organizationId: string, spaceId: string): Promise<boolean> {
  return (await prepared(SPACE_OF, [organizationId, spaceId])).length > 0;
}
