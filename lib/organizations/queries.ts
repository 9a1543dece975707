import { spaceAccessOf, spaceOf, type Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import type { Grant } from "../access/authorization/permissions";
import { prepared } from "../platform/db/prepared";
import { fail, type Result } from "../platform/result/result";
import type { OrganizationDto, SpaceName } from "./dto";

/** The maximum number of spaces in an organization's DTO. The list of spaces pages through all. */
export const MAX_SPACES = 1_000;

interface Row {
  id: string;
  code: string;
  name: string;
  description: string;
  company: string;
  createdAt: string;
  spaces: SpaceName[];
}

/**
 * One prepared statement, because this is the most frequent request. Reads one space more than is shown, to know
 * whether there are more.
 */
export const ORGANIZATION = {
  name: "organization_with_spaces",
  text: `SELECT o."id", o."code", o."name", o."description", o."company",
      to_char(o."createdAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "createdAt", (
      SELECT COALESCE(json_agg(json_build_object('id', s."id", 'name', s."name")), '[]') FROM (
        SELECT "id", "name" FROM "Space"
        WHERE "organizationId" = o."id" AND ($2::text IS NULL OR "id" = $2)
          ORDER BY "name", "id" LIMIT ${MAX_SPACES + 1}) s
    ) AS "spaces"
    FROM "Organization" o WHERE o."id" = $1 AND o."deletedAt" IS NULL`,
};

/** The actor's organization and the spaces that the actor may see. Fails with `insufficient_scope`, `not_found`. */
export async function getOrganization(actor: Actor): Promise<Result<{ organization: OrganizationDto }>> {
  const decision = decide(actor, "organization.read", { organizationId: actor.organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const [row] = await prepared<Row>(ORGANIZATION, [actor.organizationId, spaceOf(spaceAccessOf(actor))]);
  return row ? { ok: true, organization: toDto(row, decision.detail) } : fail("not_found");
}

function toDto(row: Row, detail: Grant): OrganizationDto {
  const { id, code, name, description, company, createdAt } = row;
  const moreSpaces = row.spaces.length > MAX_SPACES;
  const spaces = moreSpaces ? row.spaces.slice(0, MAX_SPACES) : row.spaces;
  return detail === "brief"
    ? { id, code, name, spaces, moreSpaces }
    : { id, code, name, spaces, moreSpaces, description, company, createdAt };
}
