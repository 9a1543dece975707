import { z } from "../platform/validation/zod";
import { pageFields } from "../platform/paging/page";
import { id, searchText, slug } from "../platform/validation/fields";

export const CONTENT_KINDS = ["policy", "querypack"] as const;
export type ContentKind = (typeof CONTENT_KINDS)[number];

export const ASSIGNMENT_ACTIONS = ["ACTIVE", "IGNORE"] as const;
/** Whether a space uses content, or skips it on purpose. */
export type AssignmentAction = (typeof ASSIGNMENT_ACTIONS)[number];

export const CONTENT_SORTS = ["name", "updated"] as const;

/**
 * A page of the content of a space, including organization-wide content; without a space, of organization-wide content
 * only.
 */
export const listContentSchema = z.object({
  spaceId: slug.nullable().default(null),
  search: searchText.default(""),
  /** Only content with one of these assignments. Empty: all. */
  assigned: z.array(z.enum(ASSIGNMENT_ACTIONS)).default([]),
  sort: z.enum(CONTENT_SORTS).default("name"),
  direction: z.enum(["asc", "desc"]).default("asc"),
  ...pageFields,
});
export type ListContentInput = z.output<typeof listContentSchema>;

/** A page of the checks and queries of a policy or query pack. */
export const listChecksSchema = z.object({
  id,
  /** In titles and uids. */
  search: searchText.default(""),
  purpose: z.enum(["check", "query"]).nullable().default(null),
  ...pageFields,
});
export type ListChecksInput = z.output<typeof listChecksSchema>;

/** A bundle to store: its bytes, and its space (null for the organization). */
export interface UploadInput {
  readonly spaceId: string | null;
  readonly bytes: Uint8Array;
  /** Whether content with the same uid is replaced. */
  readonly overwrite: boolean;
}

/** The maximum number of assignments per call. */
export const MAX_ASSIGNMENTS = 200;

const ids = z
  .array(id)
  .min(1, "Choose at least one.")
  .max(MAX_ASSIGNMENTS, `Use at most ${MAX_ASSIGNMENTS} at a time.`);

export const assignSchema = z.object({ spaceId: slug, ids, action: z.enum(ASSIGNMENT_ACTIONS) });
export type AssignInput = z.output<typeof assignSchema>;

export const unassignSchema = z.object({ spaceId: slug, ids });
export type UnassignInput = z.output<typeof unassignSchema>;

export const contentIdSchema = z.object({ id });
