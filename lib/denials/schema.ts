import { pageFields } from "../platform/paging/page";
import { id, instant, searchText } from "../platform/validation/fields";
import { z } from "../platform/validation/zod";
import { REASONS } from "./reasons";

/** The filter of the list of denials. */
export const denialFilter = {
  reason: z.enum(REASONS).optional(),
  /** Those of this token. */
  tokenId: id.optional(),
  /** A request's id, or text in the token's name, its hint, the address or what was demanded. */
  search: searchText.default(""),
  /** A range of time, exclusive. */
  after: instant.optional(),
  before: instant.optional(),
};

/** A page of the denials, newest first. */
export const listDenialsSchema = z.object({
  filter: z.object(denialFilter).default({ search: "" }),
  ...pageFields,
});
export type ListDenialsInput = z.output<typeof listDenialsSchema>;
export type DenialFilter = ListDenialsInput["filter"];
