import { z } from "../platform/validation/zod";
import { pageFields } from "../platform/paging/page";
import { searchText, slug } from "../platform/validation/fields";

export const ASSET_SORTS = ["name", "score", "lastSeen"] as const;

/** A page of a space's assets. Assets without a score sort below the worst. */
export const listAssetsSchema = z.object({
  spaceId: slug,
  /** In names and MRNs. */
  search: searchText.default(""),
  /** Only these platforms, such as `debian`. Empty: all. */
  platform: z.array(searchText).max(50).default([]),
  sort: z.enum(ASSET_SORTS).default("name"),
  direction: z.enum(["asc", "desc"]).default("asc"),
  ...pageFields,
});
export type ListAssetsInput = z.output<typeof listAssetsSchema>;
