import type { Actor } from "../access/authorization/actor";
import { assignContent, unassignContent, type AssignmentDto } from "./assignments";
import { deleteContent } from "./delete-content";
import type { ContentDto, Uploaded } from "./dto";
import { QUERYPACKS } from "./kind";
import type { AssignInput, UnassignInput, UploadInput } from "./schema";
import { uploadBundle } from "./upload";
import type { Result } from "../platform/result/result";

/** Stores the query packs of a bundle. See `uploadBundle` for how it fails. */
export function uploadQueryPacks(actor: Actor, input: UploadInput): Promise<Result<Uploaded>> {
  return uploadBundle(QUERYPACKS, actor, input);
}

/**
 * Deletes a query pack; deleting the last one of a bundle deletes the file. Fails with `not_found`,
 * `insufficient_scope`.
 */
export function deleteQueryPack(actor: Actor, input: { id: string }): Promise<Result<{ item: ContentDto }>> {
  return deleteContent(QUERYPACKS, actor, input);
}

/** Makes a space use or skip query packs. All or nothing. Fails with `not_found`, `insufficient_scope`. */
export function assignQueryPacks(
  actor: Actor,
  input: AssignInput,
): Promise<Result<{ assignments: readonly AssignmentDto[] }>> {
  return assignContent(QUERYPACKS, actor, input);
}

/** Removes a space's assignments of query packs. Fails with `not_found`, `insufficient_scope`. */
export function unassignQueryPacks(
  actor: Actor,
  input: UnassignInput,
): Promise<Result<{ assignments: readonly AssignmentDto[] }>> {
  return unassignContent(QUERYPACKS, actor, input);
}
