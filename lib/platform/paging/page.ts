import { z } from "../validation/zod";

/** The fields of every list's input: where the page starts and how long it is. `after: ""` is from the start. */
export const pageFields = {
  after: z.string().max(1_000).optional(),
  before: z.string().max(1_000).optional(),
  /** The last page, whatever `after` and `before` are. */
  last: z.boolean().optional(),
  limit: z.number().int().min(1).max(200).default(50),
  /** Whether to count the items of all pages. The cost grows with their number. */
  withTotal: z.boolean().optional(),
};

/** Where a page starts and how long it is. */
export interface PageInput {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  /** The last page, whatever `after` and `before` are. With a total it has as many items as when reached by paging. */
  readonly last?: boolean | undefined;
  readonly limit: number;
  /** If false, `total` is 0. */
  readonly withTotal?: boolean | undefined;
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The cursor of each item, in their order. */
  readonly cursors: readonly string[];
  /** The number of matching items on all pages; 0 if it was not requested. */
  readonly total: number;
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}
