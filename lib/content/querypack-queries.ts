import type { Actor } from "../access/authorization/actor";
import { listChecks } from "./checks";
import type { BundleFile, ContentDto } from "./dto";
import { QUERYPACKS } from "./kind";
import { downloadBundle, findByUids, getContent, listContent, type UidInSpace } from "./queries";
import type { ListChecksInput, ListContentInput } from "./schema";
import type { Page } from "../platform/paging/page";
import type { Result } from "../platform/result/result";

/**
 * A page of the query packs that a space sees, or (spaceId null) of the organization-wide ones. Fails with `not_found`,
 * `insufficient_scope`.
 */
export function listQueryPacks(actor: Actor, input: ListContentInput): Promise<Result<{ page: Page<ContentDto> }>> {
  return listContent([QUERYPACKS], actor, input);
}

/** One query pack. Fails with `not_found`, `insufficient_scope`. */
export function getQueryPack(actor: Actor, id: string): Promise<Result<{ item: ContentDto }>> {
  return getContent(QUERYPACKS, actor, id);
}

/**
 * The query packs with these uids, in the same order; null for those that the actor may not see. Assignments are those
 * of `inSpace`.
 */
export function findQueryPacks(
  actor: Actor,
  wanted: readonly UidInSpace[],
  inSpace: string | null = null,
): Promise<(ContentDto | null)[]> {
  return findByUids(QUERYPACKS, actor, wanted, inSpace);
}

/** A query pack with a page of its queries. Fails with `not_found`, `insufficient_scope`, `invalid_request`. */
export function listQueryPackChecks(actor: Actor, input: ListChecksInput): ReturnType<typeof listChecks> {
  return listChecks(QUERYPACKS, actor, input);
}

/** The uploaded file of a query pack. Fails with `not_found`, `insufficient_scope`. */
export function downloadQueryPack(actor: Actor, id: string): Promise<Result<{ file: BundleFile }>> {
  return downloadBundle(QUERYPACKS, actor, id);
}
