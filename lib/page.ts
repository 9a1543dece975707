import { z } from "zod";

/** The fields of every list's input: where the page starts and how long it is. `after: ""` is from the start. */
export const pageFields = {
  after: z.string().max(1_000).optional(),
  before: z.string().max(1_000).optional(),
  limit: z.number().int().min(1).max(200).default(50),
};

/** Where a page starts and how long it is. */
export interface PageInput {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The cursor of each item, in their order. */
  readonly cursors: readonly string[];
  /** How many match the filter, on all pages. */
  readonly total: number;
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}
