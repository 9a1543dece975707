import type { Actor } from "../authorization/actor";
import type { BundleFile, ContentDto } from "../bundles/dto";
import { QUERYPACKS } from "../bundles/kind";
import { downloadBundle, findByUids, getContent, listContent, type UidInScope } from "../bundles/queries";
import type { ListContentInput } from "../bundles/schema";
import type { Page } from "../page";
import type { Result } from "../result";

/** A page of the query packs that a space sees, or (spaceId null) of the organization-wide ones. Fails with `not_found`, `insufficient_scope`. */
export function listQueryPacks(actor: Actor, input: ListContentInput): Promise<Result<{ page: Page<ContentDto> }>> {
  return listContent([QUERYPACKS], actor, input);
}

/** One query pack. Fails with `not_found`, `insufficient_scope`. */
export function getQueryPack(actor: Actor, id: string): Promise<Result<{ item: ContentDto }>> {
  return getContent(QUERYPACKS, actor, id);
}

/** Those that stand under these uids, in that order; null where the actor sees none. Assignments are those of `inSpace`. */
export function findQueryPacks(
  actor: Actor,
  wanted: readonly UidInScope[],
  inSpace: string | null = null,
): Promise<(ContentDto | null)[]> {
  return findByUids(QUERYPACKS, actor, wanted, inSpace);
}

/** The file that a query pack came in, byte for byte. Fails with `not_found`, `insufficient_scope`. */
export function downloadQueryPack(actor: Actor, id: string): Promise<Result<{ file: BundleFile }>> {
  return downloadBundle(QUERYPACKS, actor, id);
}
