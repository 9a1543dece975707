import { z } from "../platform/validation/zod";
import { pageFields } from "../platform/paging/page";
import { slug } from "../platform/validation/fields";

/** A page of a space's reports, newest first. */
export const listReportsSchema = z.object({ spaceId: slug, ...pageFields });
export type ListReportsInput = z.output<typeof listReportsSchema>;
