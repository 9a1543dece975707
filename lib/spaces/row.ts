import type { Grant } from "../access/authorization/permissions";
import { type Space, Prisma } from "../platform/db/generated/client";
import { storedContactsSchema, storedPairsSchema } from "../platform/validation/facts";
import type { FullSpaceDto, SpaceDto } from "./dto";
import { storedSpaceSettingsSchema } from "./settings";

export const COLUMNS = Prisma.sql`s."id", s."name", s."description", s."settings", s."annotations", s."tags",
  s."contacts", s."createdAt", s."updatedAt", s."version"`;

export type SpaceRow = Pick<
  Space,
  | "id"
  | "name"
  | "description"
  | "settings"
  | "annotations"
  | "tags"
  | "contacts"
  | "createdAt"
  | "updatedAt"
  | "version"
>;

/** Converts a row for actors with the full grant. */
export function toFullDto(row: SpaceRow): FullSpaceDto {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    settings: storedSpaceSettingsSchema.parse(row.settings),
    annotations: storedPairsSchema.parse(row.annotations),
    tags: storedPairsSchema.parse(row.tags),
    contacts: storedContactsSchema.parse(row.contacts),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    version: row.version,
  };
}

/** Converts a row for the actor's grant. */
export function toSpaceDto(row: SpaceRow, detail: Grant): SpaceDto {
  return detail === "brief" ? { id: row.id, name: row.name } : toFullDto(row);
}
