import { z } from "../platform/validation/zod";
import { contactsSchema, pairsSchema } from "../platform/validation/facts";
import { pageFields } from "../platform/paging/page";
import { line, prose, searchText, slug } from "../platform/validation/fields";
import { spaceSettingsSchema } from "./settings";

export const spaceName = line(100, "a name");
const description = prose(1_000);

/** A page of the spaces that the actor may see, by name. */
export const listSpacesSchema = z.object({ search: searchText.default(""), ...pageFields });
export type ListSpacesInput = z.output<typeof listSpacesSchema>;

export const createSpaceSchema = z.object({
  name: spaceName,
  /** Default: generated. */
  id: slug.optional(),
  description: description.default(""),
  settings: spaceSettingsSchema.optional(),
  annotations: pairsSchema.default([]),
  tags: pairsSchema.default([]),
  contacts: contactsSchema.default([]),
});
export type CreateSpaceInput = z.output<typeof createSpaceSchema>;

/** Missing fields do not change. `version` is the one that the editor saw; without it, the last write wins. */
export const updateSpaceSchema = z.object({
  spaceId: slug,
  version: z.number().int().positive().optional(),
  name: spaceName.optional(),
  description: description.optional(),
  settings: spaceSettingsSchema.optional(),
  annotations: pairsSchema.optional(),
  tags: pairsSchema.optional(),
  contacts: contactsSchema.optional(),
});
export type UpdateSpaceInput = z.output<typeof updateSpaceSchema>;

/** The console requires the space's name; API clients may omit it. `version` as for an update. */
export const deleteSpaceSchema = z.object({
  spaceId: slug,
  version: z.number().int().positive().optional(),
  confirmName: z.string().max(200).optional(),
});
export type DeleteSpaceInput = z.output<typeof deleteSpaceSchema>;
